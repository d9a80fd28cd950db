package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.registry.revisions.RegistryDiff;
import dev.maestro.registry.revisions.RegistryStore;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code maestro registry diff}: what changed from one revision to another. */
@Command(name = "diff", description = "Shows what differs between two revisions.")
final class RegistryDiffCommand extends RegistryReadCommand {
    @Parameters(index = "0", paramLabel = "FROM", description = "Names the earlier revision.")
    private long from;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TO", description = "Names the later revision; without it, the current one.")
    private Optional<Long> to = Optional.empty();

    RegistryDiffCommand(CommandContext session) {
        super(session);
    }

    @Override
    int read(RegistryStore registry) {
        long target = to.orElseGet(registry::current);
        requireRevision(registry, from);
        requireRevision(registry, target);
        RegistryDiff diff = registry.diff(from, target);
        if (json.wanted()) {
            json.print(session.terminal(), diff);
        } else if (diff.isEmpty()) {
            line("Revisions " + from + " and " + target + " hold the same.");
        } else {
            diff.changes().forEach(change -> {
                String text = Wordings.line(change.describe(), 300);
                line(switch (change.kind()) {
                    case ADDED -> session.terminal().good(text);
                    case REMOVED -> session.terminal().bad(text);
                    case CHANGED -> text;
                });
            });
        }
        return ExitCode.OK.code();
    }
}
