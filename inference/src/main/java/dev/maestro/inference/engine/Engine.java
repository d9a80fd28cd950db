package dev.maestro.inference.engine;

import dev.maestro.inference.engine.GenerationOutcome.Failed;
import dev.maestro.inference.engine.GenerationOutcome.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many generations at once over one model. One thread of its own owns the model; requests come in from
 * any thread, join while others decode, and leave when they are done. Memory is bounded: who does not
 * fit waits, and when too many wait, the next are refused with a time to come back. No failure of one
 * request, of a native call or of the memory ends the engine. See docs/decisions/0008-sharing-a-local-model.md on keys, values and
 * scheduling.
 */
public final class Engine implements AutoCloseable {
    /** A retry is never asked for sooner or later than this. */
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofSeconds(60);

    private final DecoderModel model;
    private final Vocabulary vocabulary;
    private final EngineSettings settings;
    private final EngineCounters tally = new EngineCounters();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Job> inbox = new ArrayDeque<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Thread thread;
    private long arrivals;
    private boolean closing;

    private Engine(DecoderModel model, Vocabulary vocabulary, EngineSettings settings) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("policy-engine").daemon().unstarted(this::run);
    }

    /** @param model owned by the engine from now on, and closed with it */
    public static Engine start(DecoderModel model, Vocabulary vocabulary, EngineSettings settings) {
        Engine engine = new Engine(model, vocabulary, settings);
        engine.thread.start();
        return engine;
    }

    public Generation submit(GenerationRequest request) {
        return submit(request, GenerationListener.NONE);
    }

    /** Never blocks and never throws: a request that cannot be taken has failed when this returns. */
    public Generation submit(GenerationRequest request, GenerationListener listener) {
        Generation generation = new Generation(this::wake);
        Optional<Failed> refusal = unfit(request);
        lock.lock();
        try {
            if (closing) {
                refusal = Optional.of(closed());
            } else if (refusal.isEmpty() && unfinished.get() >= settings.maxRunning() + settings.maxWaiting()) {
                refusal = Optional.of(overloaded());
            }
            if (refusal.isEmpty()) {
                unfinished.incrementAndGet();
                long begun = System.nanoTime();
                generation.beforeEnd(() -> { // who hears of an end finds its place free
                    unfinished.decrementAndGet();
                    tally.took((System.nanoTime() - begun) / 1e9);
                });
                inbox.add(new Job(request, generation, listener, arrivals++, mostTokens(request)));
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        refusal.ifPresent(failed -> {
            tally.refused();
            generation.end(failed);
        });
        return generation;
    }

    /** Prompt and text together: what the request allows, the model was made for, and the memory has room for. */
    private int mostTokens(GenerationRequest request) {
        long room = settings.kvBytes() / model.bytesPerToken() / settings.block() * settings.block();
        return (int) Math.min((long) request.prompt().length() + request.maxTokens(),
                Math.min(settings.anyLength() ? Integer.MAX_VALUE : model.maxPositions(), room));
    }

    private Optional<Failed> unfit(GenerationRequest request) {
        int most = mostTokens(request);
        return request.prompt().length() < most
                ? Optional.empty()
                : Optional.of(new Failed(Failure.TOO_LONG,
                        "the prompt has " + request.prompt().length() + " tokens; the model was made for " + model.maxPositions() + ", and "
                                + settings.kvBytes() / 1_000_000 + " MB hold the keys and values of "
                                + settings.kvBytes() / model.bytesPerToken()
                                + "; at least one must be left for the text",
                        Optional.empty()));
    }

    private Failed overloaded() {
        double rounds = 1 + (double) unfinished.get() / settings.maxRunning();
        Duration wait = Duration.ofMillis((long) (tally.meanSeconds() * 1_000 / rounds));
        Duration bounded = wait.compareTo(SOONEST) < 0 ? SOONEST : wait.compareTo(LATEST) > 0 ? LATEST : wait;
        return new Failed(Failure.OVERLOADED,
                settings.maxRunning() + " generations run and " + settings.maxWaiting() + " wait, which is the limit",
                Optional.of(bounded));
    }

    private static Failed closed() {
        return new Failed(Failure.CLOSED, "the engine was closed", Optional.empty());
    }

    private void wake() {
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    public EngineStatistics statistics() {
        lock.lock();
        try {
            return tally.statistics(inbox.size());
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try (model; Scheduler scheduler = new Scheduler(model, vocabulary, settings, tally)) {
            try {
                while (takeIn(scheduler)) {
                    step(scheduler);
                }
            } finally {
                scheduler.failAll(closed());
            }
        } finally {
            refuseAll();
        }
    }

    private static void step(Scheduler scheduler) {
        try {
            scheduler.step();
        } catch (Throwable e) { // whatever it is, those who wait must hear of it, and the next ones may do better
            scheduler.failAll(new Failed(Failure.MODEL_FAILED, "the engine failed: " + e, Optional.empty()));
        }
    }

    /** Also when the thread dies of what nobody thought of: nobody must wait for a generation that will never be. */
    private void refuseAll() {
        List<Job> late;
        lock.lock();
        try {
            closing = true;
            late = List.copyOf(inbox);
            inbox.clear();
        } finally {
            lock.unlock();
        }
        late.forEach(job -> job.generation.end(closed()));
    }

    /**
     * Waits for work when there is none.
     *
     * @return false when it is to end
     */
    private boolean takeIn(Scheduler scheduler) {
        List<Job> arrived;
        lock.lock();
        try {
            while (!closing && inbox.isEmpty() && scheduler.isIdle()) {
                tally.idle();
                work.awaitUninterruptibly();
            }
            arrived = new ArrayList<>(inbox);
            inbox.clear();
            arrived.forEach(scheduler::add);
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what is under way as closed, frees the model, and returns when that is done, also when interrupted: a step of the model later. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            return; // asked for by who was told of an end: it closes when that returns
        }
        boolean interrupted = false;
        while (thread.isAlive()) { // what follows may free what the model still uses: a step is waited for whatever happens
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
