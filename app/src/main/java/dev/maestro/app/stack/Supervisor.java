package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.StackServers.OwnServer;
import dev.maestro.core.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a stack complete: it runs the workers as processes of their own and restarts whatever of the stack dies. Thread-safe. */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    /** Long enough for Ctrl-C, which reaches the whole process group, to be known as such; short for a crash. */
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(30));
    /** Who lived this long did not die of its start. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final Stack stack;
    private final WorkerLauncher launcher;
    private final Progress progress;
    private final ScheduledExecutorService clock;
    private final InstantSource time;
    private final List<Optional<Tethered>> workers = new ArrayList<>();
    private volatile boolean closing;

    public Supervisor(Stack stack, Configuration configuration, Progress progress) {
        this(stack, new WorkerProcess(configuration), progress,
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("supervisor").daemon().factory()),
                InstantSource.system());
    }

    /**
     * @param clock waits until something is brought back; shut down when this is closed
     * @param time  tells how long something lived
     */
    Supervisor(Stack stack, WorkerLauncher launcher, Progress progress, ScheduledExecutorService clock, InstantSource time) {
        this.stack = stack;
        this.launcher = launcher;
        this.progress = progress;
        this.clock = clock;
        this.time = time;
    }

    /** Announces the stack, starts the workers, and watches everything from now on. */
    public void start(int count) {
        stack.announce();
        for (int number = 1; number <= count; number++) {
            workers.add(Optional.empty());
        }
        for (int number = 1; number <= count; number++) {
            startWorker(number, PAUSES.first());
        }
        stack.ownServers().forEach(server -> watch(server, PAUSES.first()));
    }

    /** Process ids of the workers that live. */
    public synchronized List<Long> workerPids() {
        return workers.stream().flatMap(Optional::stream).filter(Tethered::alive).map(Tethered::pid).toList();
    }

    private synchronized void startWorker(int number, Duration pause) {
        if (closing) {
            return;
        }
        Tethered worker = launcher.start(number);
        Instant started = time.instant();
        workers.set(number - 1, Optional.of(worker));
        stack.announceWorkers(workerPids());
        worker.ended().thenAccept(status -> {
            if (!closing && status == ExitCode.BAD_INPUT.code()) {
                launcher.lastRefusal(number).ifPresent(why -> progress.say("worker " + number + " does not start: " + why));
            }
            after("worker " + number + " (pid " + worker.pid() + ", status " + status + ")", started, pause,
                    next -> startWorker(number, next));
        });
    }

    private void watch(OwnServer server, Duration pause) {
        Instant started = time.instant();
        server.ended().thenAccept(_ -> after(server.name(), started, pause, next -> {
            stack.restart(server);
            watch(server, next);
        }));
    }

    /** Brings something back after a pause that doubles while it keeps dying of its start. */
    private void after(String what, Instant started, Duration pause, Consumer<Duration> restart) {
        boolean settled = Duration.between(started, time.instant()).compareTo(SETTLED) > 0;
        Duration wait = settled ? PAUSES.first() : pause;
        Duration next = PAUSES.after(wait);
        schedule(what, wait, next, restart);
    }

    private void schedule(String what, Duration wait, Duration next, Consumer<Duration> restart) {
        if (closing) {
            return;
        }
        clock.schedule(() -> {
            if (closing) {
                return;
            }
            progress.say(what + " ended; starting it again");
            LOG.warn("restarting what={}", what);
            try {
                restart.accept(next);
            } catch (RuntimeException e) {
                LOG.error("restart failed what={}", what, e);
                progress.say(what + ": " + e.getMessage());
                schedule(what, next, PAUSES.longest(), restart);
            }
        }, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Kills a worker as a crash would; it is brought back like after any crash. Returns its process id. */
    public synchronized Optional<Long> killWorker() {
        Optional<Tethered> victim = workers.stream().flatMap(Optional::stream).filter(Tethered::alive).findFirst();
        victim.ifPresent(Tethered::kill);
        return victim.map(Tethered::pid);
    }

    /** Stops the workers side by side. The stack is the caller's to close. */
    @Override
    public void close() {
        closing = true;
        clock.shutdownNow();
        List<Tethered> living;
        synchronized (this) {
            living = workers.stream().flatMap(Optional::stream).toList();
        }
        List<Thread> stopping = living.stream().map(worker -> Thread.ofVirtual().start(worker::close)).toList();
        for (Thread thread : stopping) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
