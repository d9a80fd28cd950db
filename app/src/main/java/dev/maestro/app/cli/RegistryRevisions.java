package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.Revision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code maestro registry revisions}: the revisions and their states. */
@Command(name = "revisions", description = "Lists revisions, the newest first; the one that serves is marked.")
final class RegistryRevisions extends RegistryReadCommand {
    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Shows at most this many (${DEFAULT-VALUE}).")
    private int limit;

    RegistryRevisions(CommandContext session) {
        super(session);
    }

    @Override
    int read(RegistryStore registry) {
        if (limit < 1 || limit > 10_000) {
            throw Problem.usage(UsageErrors.LIMIT_INVALID, "--limit " + limit + ": expected 1 to 10000.");
        }
        List<Revision> revisions = registry.revisions(limit);
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("current", registry.current(), "revisions", revisions));
            return ExitCode.OK.code();
        }
        Table table = new Table().row("", "REVISION", "MADE", "STATE", "BY", "COMMENT");
        revisions.forEach(each -> table.row(
                each.serves() ? "*" : " ", String.valueOf(each.id()), Wordings.time(each.createdAt()),
                each.state().name().toLowerCase(Locale.ROOT),
                Wordings.line(each.author(), 40), Wordings.line(each.comment(), 60)));
        table.lines("").forEach(this::line);
        revisions.stream().filter(each -> !each.problems().isEmpty()).forEach(each -> {
            line("revision " + each.id() + " was rejected:");
            each.problems().forEach(problem -> line("  " + problem));
        });
        return ExitCode.OK.code();
    }
}
