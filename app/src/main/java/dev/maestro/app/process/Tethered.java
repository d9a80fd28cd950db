package dev.maestro.app.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends with its parent, even when the parent is killed and cannot clean up: a shell of a few lines
 * watches the pipe between them and stops the child when the pipe closes. The process id is the program's own, not the
 * shell's. Thread-safe.
 */
public final class Tethered implements AutoCloseable {
    /**
     * The watcher runs beside, then the shell becomes the program: {@code $$} is the program's id in both. Ten seconds
     * from TERM to KILL: PostgreSQL and a worker need two to put their things in order.
     */
    private static final String SCRIPT = """
            exec 3<&0
            ( exec >/dev/null 2>&1
              cat <&3
              kill -TERM $$
              tries=0
              while kill -0 $$ && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
              kill -KILL $$
            ) &
            exec 3<&- </dev/null
            exec "$@"
            """;

    private final Process process;

    private Tethered(Process process) {
        this.process = process;
    }

    /**
     * @param command     program and arguments
     * @param environment added to ours
     * @param log         gets what it prints, appended
     * @throws IOException when there is no {@code sh}, or the log cannot be written
     */
    public static Tethered start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        List<String> wrapped = new java.util.ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "tether"));
        wrapped.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(wrapped)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new Tethered(builder.start());
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Completes with the exit status when it ends. */
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Kills it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks it to stop, and kills it when it has not after ten seconds. Returns when it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
