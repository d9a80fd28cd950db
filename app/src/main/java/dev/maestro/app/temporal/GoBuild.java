package dev.maestro.app.temporal;

import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Builds the program from its published source. That takes minutes and two gigabytes of space, so it is the last
 * resort. Go checks every module against its public checksum database.
 */
final class GoBuild implements TemporalBinary.Source {
    private static final String MODULE = """
            module embedded-temporal

            go 1.26.8

            tool github.com/temporalio/cli/cmd/temporal

            require github.com/temporalio/cli v1.9.1

            replace github.com/temporalio/cli/cliext => github.com/temporalio/cli/cliext v0.0.0-20260914181643-1de87a9f2699
            """;

    private final MachineCommands commands;
    private final Progress progress;

    GoBuild(MachineCommands commands, Progress progress) {
        this.commands = commands;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "build from source with Go";
    }

    @Override
    public void fetch(Path target, Path scratch) throws IOException {
        Path go = commands.onPath("go").orElseThrow(() -> new IOException("no go on the PATH"));
        Path folder = Files.createDirectories(scratch.resolve("source"));
        Files.writeString(folder.resolve("go.mod"), MODULE);
        progress.say("building the Temporal server " + TemporalRelease.VERSION + " from source (4 to 12 minutes, 2 GB in the Go cache)");
        run(List.of(go.toString(), "mod", "tidy"), folder, Duration.ofMinutes(10));
        run(List.of(go.toString(), "build", "-trimpath", "-ldflags=-s -w", "-o", target.toString(),
                "github.com/temporalio/cli/cmd/temporal"),
                folder, Duration.ofMinutes(30));
    }

    private void run(List<String> command, Path folder, Duration limit) throws IOException {
        MachineCommands.Result result = commands.run(command, folder, limit, Map.of("GOFLAGS", "-mod=mod"));
        if (result.status() != 0) {
            throw new IOException("\"go " + command.get(1) + "\" failed: " + result.lastLine());
        }
    }
}
