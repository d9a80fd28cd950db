package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.Validation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code maestro registry validate}: whether a revision may serve. */
@Command(name = "validate", description = "Checks whether a revision may serve: every skill, prompt, rule and alias. Changes nothing.")
final class RegistryValidate extends RegistryReadCommand {
    @Option(names = "--revision", paramLabel = "N", description = "Names the revision; without it, the newest.")
    private Optional<Long> revision = Optional.empty();

    RegistryValidate(CommandContext session) {
        super(session);
    }

    @Override
    int read(RegistryStore registry) {
        long wanted = revision.orElseGet(registry::newest);
        requireRevision(registry, wanted);
        List<RevisionCheck.Problem> problems = switch (registry.validate(wanted)) {
            case Validation.Sound _ -> List.of();
            case Validation.Broken broken -> broken.problems();
        };
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("revision", wanted, "valid", problems.isEmpty(), "problems", problems));
        } else if (problems.isEmpty()) {
            line("Revision " + wanted + " is sound.");
        } else {
            line("Revision " + wanted + " cannot serve:");
            problems.forEach(problem -> line("  " + problem));
        }
        return problems.isEmpty() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
    }
}
