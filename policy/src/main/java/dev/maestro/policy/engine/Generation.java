package dev.maestro.policy.engine;

import java.util.concurrent.CompletableFuture;

/** A generation under way. Thread-safe. */
public final class Generation {
    private final CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
    private final Runnable wake;
    private volatile boolean cancelled;
    private volatile int tokens;
    private volatile int bytes;

    Generation(Runnable wake) {
        this.wake = wake;
    }

    /** Completes with every end there is, never exceptionally. Not to be completed by others. */
    public CompletableFuture<GenerationOutcome> outcome() {
        return outcome;
    }

    /** Ends it before its next token; what was written by then is its outcome. */
    public void cancel() {
        cancelled = true;
        wake.run();
    }

    /** Tokens written so far. */
    public int tokens() {
        return tokens;
    }

    /** Bytes of text written so far. */
    public int bytes() {
        return bytes;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void progress(int tokensSoFar, int bytesSoFar) {
        tokens = tokensSoFar;
        bytes = bytesSoFar;
    }
}
