package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.Services;
import dev.maestro.registry.revisions.Migrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The registry commands that make a new revision. */
final class RegistryChanging {
    private RegistryChanging() {}

    @Command(name = "rollback", description = "Makes a new revision equal to an old one, checked before it serves.")
    static final class Rollback implements Callable<Integer> {
        private final CommandContext session;

        @Parameters(paramLabel = "N", description = "The revision to go back to.")
        private long revision;

        @Mixin
        private JsonOption json = new JsonOption();

        Rollback(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            try (Services services = session.connect(StackNeed.DATABASE)) {
                RegistryReading.Reading.requireRevision(services.registry(), revision);
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

    @Command(
            name = "migrate", description = "Runs your own SQL files that have not run yet, each checked before it is committed.",
            footer = {"",
                "Files are named like V0001__add_an_expert.sql. A broken one changes nothing, and the message names the row and the reason."})
    static final class Migrate implements Callable<Integer> {
        private final CommandContext session;

        @Option(names = "--folder", paramLabel = "FOLDER",
                description = "Where they are; without it, migrations.folder (MAESTRO_HOME/migrations).")
        private Optional<Path> folder = Optional.empty();

        @Mixin
        private JsonOption json = new JsonOption();

        Migrate(CommandContext session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Path from = folder.orElseGet(() -> session.configuration().migrations());
            if (!Files.isDirectory(from)) {
                throw Problem.input(InputErrors.MIGRATIONS_FOLDER_MISSING,
                        "there is no folder " + from + ". Create it, or name another with --folder or migrations.folder.");
            }
            try (Services services = session.connect(StackNeed.DATABASE)) {
                long before = services.registry().current();
                Migrations.Result result = services.migrate(from);
                if (json.wanted()) {
                    json.print(session.terminal(), Map.of(
                            "before", before, "revision", result.current(), "newest", result.newest(), "ran", result.operators(),
                            "problems", result.problems()));
                } else if (result.operators().isEmpty()) {
                    session.terminal().out().println("Nothing new in " + from + ". Revision " + result.current() + " serves.");
                } else {
                    result.operators().forEach(file -> session.terminal().out().println("ran " + file));
                    session.terminal().out().println("Revision " + result.current() + " serves now. What changed: maestro registry diff "
                            + before + " " + result.current());
                }
                return result.problems().isEmpty() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
            }
        }
    }
}
