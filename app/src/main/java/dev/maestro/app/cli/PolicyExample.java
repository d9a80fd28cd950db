package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.policy.checkpoint.CheckpointTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "example",
        description = "Writes a small checkpoint with random weights, to try policy local with: half a megabyte. What it "
                + "decides is valid, and makes no sense.")
final class PolicyExample implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "DIR", description = "Folder to write; new, or empty.")
    private Path folder = Path.of(".");

    @Option(names = "--seed", paramLabel = "N", defaultValue = "3", description = "Other seeds make other weights (${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private JsonOption json = new JsonOption();

    PolicyExample(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.configuration();
        CheckpointTools checkpoints = LocalModels.tools();
        Path wanted = folder.toAbsolutePath().normalize();
        try (Stream<Path> there = Files.isDirectory(wanted) ? Files.list(wanted) : Stream.empty()) {
            if (there.findAny().isPresent()) {
                throw Problem.input(InputErrors.FOLDER_NOT_EMPTY,
                        "\"" + folder + "\" holds files already, and none is overwritten. Name a folder that does not exist yet.");
            }
            checkpoints.writeExample(wanted, seed);
        } catch (IOException | UncheckedIOException e) {
            throw Problem.input(InputErrors.FOLDER_UNWRITABLE,
                    "\"" + folder + "\" cannot be written: " + e.getMessage() + ". Name a folder that can.");
        }
        if (json.wanted()) {
            json.print(session.terminal(), Map.of("folder", wanted.toString(), "seed", seed));
        } else {
            List.of("wrote " + wanted, "", "What it is:       maestro policy info --model " + folder,
                    "Let it decide:    maestro demo --policy local --model " + folder,
                    "About your image: maestro ask \"What is written on the sign?\" --image sign.png --policy local --model " + folder)
                    .forEach(session.terminal().out()::println);
        }
        return ExitCode.OK.code();
    }
}
