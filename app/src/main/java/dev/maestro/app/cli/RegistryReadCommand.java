package dev.maestro.app.cli;

import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.RevisionErrors;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A registry command that reads the registry and changes nothing. */
abstract class RegistryReadCommand implements Callable<Integer> {
    final CommandContext session;

    @Mixin
    JsonOption json = new JsonOption();

    RegistryReadCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Services services = session.connect(StackNeed.DATABASE)) {
            return read(services.registry());
        }
    }

    abstract int read(RegistryStore registry);

    void line(String text) {
        session.terminal().out().println(text);
    }

    static RegistrySnapshot at(RegistryStore registry, Optional<Long> revision) {
        long wanted = revision.orElseGet(registry::current);
        requireRevision(registry, wanted);
        return registry.at(wanted);
    }

    static void requireRevision(RegistryStore registry, long revision) {
        long newest = registry.newest();
        if (revision < 1 || revision > newest) {
            throw Problem.usage(RevisionErrors.REVISION_UNKNOWN,
                    "there is no registry revision " + revision + "; revisions go from 1 to " + newest
                            + ". List them with: maestro registry revisions");
        }
    }
}
