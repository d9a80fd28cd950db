package dev.maestro.app.temporal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs of this machine: finds them on the PATH, and runs them to their end within a time. */
final class MachineCommands {
    private final String path;

    MachineCommands() {
        this(Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    MachineCommands(String path) {
        this.path = path;
    }

    /** @param status exit status; 127 when it could not be started, 124 when it was out of time */
    record Result(int status, String output) {
        /** The last line that says something. */
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("it said nothing").strip();
        }
    }

    Optional<Path> onPath(String program) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    Result run(List<String> command, Path folder, Duration limit) {
        return run(command, folder, limit, Map.of());
    }

    Result run(List<String> command, Path folder, Duration limit, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("maestro-command", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try {
                    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                    String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
                    return ended
                            ? new Result(process.exitValue(), text)
                            : new Result(124, text + "\nno end after " + limit.toSeconds() + " s");
                } finally {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(130, "interrupted");
        }
    }
}
