package dev.maestro.app.slim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, on a class path of its own. */
final class MaestroProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * @param code of its end
     * @param err  what it said beside its results
     */
    record Ended(int code, String out, String err) {}

    private MaestroProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static MaestroProcess start(String classPath, Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, "dev.maestro.app.Maestro"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("MAESTRO_HOME", home.toString());
        return new MaestroProcess(builder.start(), out, err);
    }

    static Ended run(String classPath, Path home, String... arguments) throws Exception {
        try (MaestroProcess started = start(classPath, home, arguments)) {
            if (!started.process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError(String.join(" ", arguments) + " does not end: " + started.said());
            }
            return new Ended(started.process.exitValue(), Files.readString(started.out), Files.readString(started.err));
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What it said so far beside its results. */
    String said() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
