package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Progress;
import dev.maestro.core.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    private final WorkerProcess program;
    private final Progress progress;
    private final List<Optional<Tethered>> workers = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("supervisor").daemon().factory());
    private volatile boolean closing;

    public Supervisor(Stack stack, Configuration configuration, Progress progress) {
        this.stack = stack;
        this.program = new WorkerProcess(configuration);
        this.progress = progress;
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
        stack.temporal().ifPresent(server -> watch("Temporal", server::ended, stack::restartTemporal, PAUSES.first()));
        if (stack.running().database().pid().isPresent()) {
            watch("PostgreSQL", stack::databaseEnded, () -> stack.restartDatabase(progress), PAUSES.first());
        }
    }

    /** Process ids of the workers that live. */
    public synchronized List<Long> workerPids() {
        return workers.stream().flatMap(Optional::stream).filter(Tethered::alive).map(Tethered::pid).toList();
    }

    private synchronized void startWorker(int number, Duration pause) {
        if (closing) {
            return;
        }
        Tethered worker = program.start(number);
        Instant started = Instant.now();
        workers.set(number - 1, Optional.of(worker));
        stack.announceWorkers(workerPids());
        worker.ended().thenAccept(status -> {
            if (!closing && status == ExitCode.BAD_INPUT.code()) {
                program.lastRefusal(number).ifPresent(why -> progress.say("worker " + number + " does not start: " + why));
            }
            after("worker " + number + " (pid " + worker.pid() + ", status " + status + ")", started, pause,
                    next -> startWorker(number, next));
        });
    }

    private void watch(String name, Supplier<? extends CompletableFuture<?>> ended, Runnable restart, Duration pause) {
        Instant started = Instant.now();
        ended.get().thenAccept(_ -> after(name, started, pause, next -> {
            restart.run();
            watch(name, ended, restart, next);
        }));
    }

    /** Brings something back after a pause that doubles while it keeps dying of its start. */
    private void after(String what, Instant started, Duration pause, java.util.function.Consumer<Duration> restart) {
        boolean settled = Duration.between(started, Instant.now()).compareTo(SETTLED) > 0;
        Duration wait = settled ? PAUSES.first() : pause;
        Duration next = PAUSES.after(wait);
        schedule(what, wait, next, restart);
    }

    private void schedule(String what, Duration wait, Duration next, java.util.function.Consumer<Duration> restart) {
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
