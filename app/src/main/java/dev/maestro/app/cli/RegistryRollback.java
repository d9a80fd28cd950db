package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.revisions.RegistryDiff;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro registry rollback}: a new revision that equals an old one. */
@Command(name = "rollback",
        description = "Shows what would differ, makes a new revision that equals an old one, and checks it before it serves.")
final class RegistryRollback implements Callable<Integer> {
    /** Rows that are shown before they change. */
    private static final int SHOWN = 40;

    private final CommandContext session;

    @Parameters(paramLabel = "N", description = "Names the revision to go back to.")
    private long revision;

    @Option(names = "--below-shipped", description = "Goes back also below the rows that came with the program, which are undone then.")
    private boolean belowShipped;

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
            RegistryDiff diff = services.registry().diff(before, revision);
            if (!json.wanted()) {
                show(diff);
            }
            long shipped = services.registry().shipped();
            if (revision < shipped && !belowShipped) {
                throw Problem.usage(InputErrors.ROLLBACK_BELOW_SHIPPED,
                        "nothing was changed: revisions up to " + shipped + " came with the program, and going back to " + revision
                                + " would undo " + Wordings.count(diff.changes().size(), "row")
                                + ". Choose one of maestro registry revisions, or say --below-shipped.");
            }
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

    private void show(RegistryDiff diff) {
        diff.changes().stream().limit(SHOWN).forEach(change -> session.terminal().out().println(Wordings.line(change.describe(), 300)));
        if (diff.changes().size() > SHOWN) {
            session.terminal().out().println("… and " + Wordings.count(diff.changes().size() - SHOWN, "more row"));
        }
    }
}
