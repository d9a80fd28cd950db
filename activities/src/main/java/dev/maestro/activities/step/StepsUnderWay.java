package dev.maestro.activities.step;

import dev.maestro.activities.Heartbeats;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.core.CallContext;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The steps that this worker is doing, each once, however many attempts wait for it. A step runs on a thread of its own: an attempt
 * whose time is over leaves it running, and the next one goes on waiting where that one stopped. So a step that was taken for short and
 * turns out long is handed over alive, with its place at the expert and its request, instead of being begun again. Thread-safe.
 */
final class StepsUnderWay {
    /** How often one who waits looks whether it is still wanted. */
    private static final long POLL_MS = 250;
    /** A failure that nobody was there to hear is told to the attempt that follows within this time. */
    private static final Duration KEPT = Duration.ofSeconds(60);
    /** How long a call that is broken off may take to end. */
    private static final long LAST_WORDS_MS = 5_000;

    private final Duration shortStep;
    private final ConcurrentMap<String, UnderWay> all = new ConcurrentHashMap<>();

    /** @param shortStep after which a local attempt hands its step over */
    StepsUnderWay(Duration shortStep) {
        this.shortStep = shortStep;
    }

    /** A step that is being done; its calls are broken off when nobody wants it any more. */
    private static final class UnderWay implements CallContext {
        private final CompletableFuture<StepReport> end = new CompletableFuture<>();
        private volatile boolean cancelled;
        private volatile int characters;

        @Override
        public boolean cancelled() {
            return cancelled;
        }

        @Override
        public void progress(int charactersSoFar) {
            characters = charactersSoFar;
        }
    }

    /**
     * Does the step, or waits for it where it is being done already. Called on an activity's thread.
     *
     * @param key  the same for every attempt at the same step by the same expert
     * @param work does it, on another thread
     */
    StepReport run(String key, Function<CallContext, StepReport> work) {
        ActivityInfo info = Activity.getExecutionContext().getInfo();
        UnderWay[] begun = new UnderWay[1];
        UnderWay step = all.computeIfAbsent(key, _ -> begun[0] = new UnderWay());
        try (Heartbeats heartbeats = Heartbeats.start()) {
            if (step == begun[0]) {
                Thread.ofVirtual().name("step " + key).start(() -> work(key, step, work));
            }
            return info.isLocal() ? locally(key, step) : awaited(key, step, heartbeats);
        }
    }

    private void work(String key, UnderWay step, Function<CallContext, StepReport> work) {
        try {
            StepReport report = work.apply(step);
            all.remove(key, step);
            step.end.complete(report);
        } catch (Throwable e) { // whoever waits throws it
            step.end.completeExceptionally(e);
            Executor later = CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS);
            later.execute(() -> all.remove(key, step));
        }
    }

    private StepReport locally(String key, UnderWay step) {
        try {
            return step.end.get(shortStep.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw TemporalFailures.lasting(QueryErrors.STEP_GOES_ON,
                    "step " + key + " takes longer than " + shortStep.toMillis() + " ms and goes on");
        } catch (ExecutionException e) {
            throw failure(key, step, e);
        } catch (InterruptedException e) {
            throw interrupted(step, e);
        }
    }

    private StepReport awaited(String key, UnderWay step, Heartbeats heartbeats) {
        try {
            while (true) {
                try {
                    return step.end.get(POLL_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException _) {
                    heartbeats.progress(step.characters);
                    if (heartbeats.cancelled()) {
                        step.cancelled = true;
                        return lastWords(key, step, heartbeats);
                    }
                }
            }
        } catch (ExecutionException e) {
            heartbeats.throwIfEnded();
            throw failure(key, step, e);
        } catch (InterruptedException e) {
            throw interrupted(step, e);
        }
    }

    /** A reply that comes at the last moment is as good as any. */
    private StepReport lastWords(String key, UnderWay step, Heartbeats heartbeats) throws InterruptedException, ExecutionException {
        try {
            return step.end.get(LAST_WORDS_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            heartbeats.throwIfEnded();
            throw TemporalFailures.lasting(QueryErrors.CANCELLED, "step " + key + " was given up");
        }
    }

    /** The next attempt begins anew. */
    private RuntimeException failure(String key, UnderWay step, ExecutionException e) {
        all.remove(key, step);
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }

    private static RuntimeException interrupted(UnderWay step, InterruptedException e) {
        step.cancelled = true;
        Thread.currentThread().interrupt();
        return new IllegalStateException("the worker stops", e);
    }
}
