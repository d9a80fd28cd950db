package dev.maestro.activities;

import dev.maestro.core.CallContext;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Heartbeats of a running activity, sent once a second from a thread of their own, so that a call that computes for a
 * while is known to be alive. The answer to a heartbeat also tells of cancellation. A local activity sends none.
 */
public final class Heartbeats implements CallContext, AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Thread thread;
    private volatile Optional<ActivityCompletionException> ended = Optional.empty();
    private volatile int characters;

    private Heartbeats(ActivityExecutionContext context) {
        thread = Thread.ofVirtual().name("heartbeat").unstarted(() -> beat(context));
    }

    /** Starts to beat for the activity of the calling thread. */
    public static Heartbeats start() {
        ActivityExecutionContext context = Activity.getExecutionContext();
        Heartbeats heartbeats = new Heartbeats(context);
        if (!context.getInfo().isLocal()) {
            heartbeats.thread.start();
        }
        return heartbeats;
    }

    private void beat(ActivityExecutionContext context) {
        try {
            while (ended.isEmpty()) {
                Thread.sleep(EVERY);
                context.heartbeat(characters);
            }
        } catch (ActivityCompletionException e) {
            ended = Optional.of(e);
        } catch (RejectedExecutionException _) { // the worker stops at this very moment: who cannot be known to be alive is not waited for
            ended = Optional.of(new ActivityWorkerShutdownException(context.getInfo()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean cancelled() {
        return ended.isPresent() || Thread.currentThread().isInterrupted();
    }

    /** Ends the activity as the server asked: cancelled, or not wanted any more. */
    public void throwIfEnded() {
        ended.ifPresent(e -> {
            throw e;
        });
    }

    @Override
    public void progress(int charactersSoFar) {
        characters = charactersSoFar;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
