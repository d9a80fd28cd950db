package dev.maestro.app.cli;

import dev.maestro.app.program.Problem;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.revisions.RegistryStore;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro registry list}: experts and skills of a revision. */
@Command(name = "list", description = "Lists experts and skills of the current revision.")
final class RegistryList extends RegistryReadCommand {
    @Parameters(arity = "0..1", paramLabel = "experts|skills", description = "Lists only these; without it, both.")
    private Optional<String> what = Optional.empty();

    @Option(names = "--revision", paramLabel = "N", description = "Shows them as of this revision.")
    private Optional<Long> revision = Optional.empty();

    RegistryList(CommandContext session) {
        super(session);
    }

    @Override
    int read(RegistryStore registry) {
        what.filter(name -> !List.of("experts", "skills").contains(name)).ifPresent(name -> {
            throw Problem.usage(UsageErrors.LIST_UNKNOWN, "there is no list of \"" + Wordings.line(name, 40) + "\"."
                    + NearestNames.sentence(name, List.of("experts", "skills")));
        });
        RegistrySnapshot snapshot = at(registry, revision);
        return new RegistryListing(session.terminal(), json).print(snapshot, what.map("experts"::equals).orElse(true),
                what.map("skills"::equals).orElse(true));
    }
}
