package dev.maestro.app.stack;

import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.Problem;
import dev.maestro.core.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that trains: this program again, with the same Java, flags and jars. A crash of native code, or too little memory,
 * takes it down and nothing else; then it is started again. It ends with this process. Thread-safe.
 */
public final class TrainerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainerProcess.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final Endpoints endpoints;
    private final Path home;
    private final Path logs;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("trainer-supervisor").daemon().factory());
    private Tethered running;
    private boolean closing;

    private TrainerProcess(Endpoints endpoints, Path home, Path logs) {
        this.endpoints = endpoints;
        this.home = home;
        this.logs = logs;
        this.running = launch();
    }

    /** @throws Problem when no process can be started */
    public static TrainerProcess start(Endpoints endpoints, Path home, Path logs) {
        TrainerProcess trainer = new TrainerProcess(endpoints, home, logs);
        trainer.watch(trainer.running, PAUSES.first());
        return trainer;
    }

    /** Of the process that trains now. */
    public synchronized long pid() {
        return running.pid();
    }

    private Tethered launch() {
        List<String> command = WorkerProcess.program(logs.resolve("trainer-crash-%p.log"), "trainer", "--database",
                endpoints.database().jdbcUrl(), "--user", endpoints.database().user(), "--temporal", endpoints.temporal());
        try {
            Files.createDirectories(logs);
            return Tethered.start(command,
                    Map.of("MAESTRO_HOME", home.toString(), "OMP_WAIT_POLICY", "PASSIVE", "OPT_OUT_TRACKING", "true"),
                    logs.resolve("trainer.out"));
        } catch (IOException e) {
            throw Problem.infrastructure(StackErrors.WORKER_START_FAILED, "cannot start a trainer: " + e.getMessage() + ".", e);
        }
    }

    private void watch(Tethered process, Duration pause) {
        process.ended().thenAccept(_ -> again(pause));
    }

    private synchronized void again(Duration pause) {
        if (!closing) {
            clock.schedule(() -> {
                synchronized (this) {
                    if (!closing) {
                        LOG.warn("restarting what=trainer pid={}", running.pid());
                        try {
                            running = launch();
                            watch(running, PAUSES.after(pause));
                        } catch (Problem e) { // no process can be had just now
                            LOG.warn("the trainer was not restarted, and is tried again", e);
                            again(PAUSES.longest());
                        }
                    }
                }
            }, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Lets the step under way end, then stops it. */
    @Override
    public void close() {
        Tethered last;
        synchronized (this) {
            closing = true;
            last = running;
        }
        clock.shutdownNow();
        last.close();
    }
}
