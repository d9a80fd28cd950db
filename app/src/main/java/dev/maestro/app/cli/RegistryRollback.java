package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code maestro registry rollback}: a new revision that equals an old one. */
@Command(name = "rollback", description = "Makes a new revision that equals an old one, and checks it before it serves.")
final class RegistryRollback implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "N", description = "Names the revision to go back to.")
    private long revision;

    @Mixin
    private JsonOption json = new JsonOption();

    RegistryRollback(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Services services = session.connect(StackNeed.DATABASE)) {
            RegistryReadCommand.requireRevision(services.registry(), revision);
            long before = services.registry().current();
            long made = services.registry().rollback(revision, System.getProperty("user.name", "someone"));
            if (json.wanted()) {
                json.print(session.terminal(), Map.of("before", before, "revision", made, "equal_to", revision));
            } else {
                session.terminal().out().println("Revision " + made + " serves now; it equals revision " + revision
                        + ". Running queries keep theirs. Undo: maestro registry rollback " + before);
            }
            return ExitCode.OK.code();
        }
    }
}
