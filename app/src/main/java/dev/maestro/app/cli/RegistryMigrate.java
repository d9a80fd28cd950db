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

/** {@code maestro registry migrate}: the operator's SQL files. */
@Command(
        name = "migrate", description = "Runs those of your own SQL files that have not run yet, and checks each before it is committed.",
        footer = {"",
            "Files are named like V0001__add_an_expert.sql. A broken file changes nothing, and the message names the row and the reason."})
final class RegistryMigrate implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--folder", paramLabel = "FOLDER",
            description = "Names the folder of the files; without it, migrations.folder (MAESTRO_HOME/migrations).")
    private Optional<Path> folder = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    RegistryMigrate(CommandContext session) {
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
                        "problems", result.problems(), "notes", result.notes()));
                return end(result);
            }
            result.notes().forEach(session.terminal()::say);
            if (result.operators().isEmpty()) {
                session.terminal().out().println("Nothing new in " + from + ". Revision " + result.current() + " serves.");
            } else {
                result.operators().forEach(file -> session.terminal().out().println("ran " + file));
                session.terminal().out().println("Revision " + result.current() + " serves now. What changed: maestro registry diff "
                        + before + " " + result.current());
            }
            return end(result);
        }
    }

    private static int end(Migrations.Result result) {
        return result.problems().isEmpty() ? ExitCode.OK.code() : ExitCode.QUERY_FAILED.code();
    }
}
