package dev.maestro.inference.engine;

import java.util.concurrent.CompletableFuture;

/** A generation under way. Thread-safe. */
public final class Generation {
    private final CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<GenerationOutcome> shown = outcome.copy();
    private final Runnable wake;
    private volatile Runnable ended = () -> {};
    private volatile boolean cancelled;
    private volatile int tokens;
    private volatile int bytes;

    Generation(Runnable wake) {
        this.wake = wake;
    }

    /** Completes with every end there is, never exceptionally. Who completes it ends nothing but others' knowledge: see {@link #cancel()}. */
    public CompletableFuture<GenerationOutcome> outcome() {
        return shown;
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

    /** What is to be done before anybody hears of the end. */
    void beforeEnd(Runnable action) {
        ended = action;
    }

    /** The first end counts. Engine's thread, or before it knows of the generation. */
    void end(GenerationOutcome how) {
        if (!outcome.isDone()) {
            ended.run();
            outcome.complete(how);
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    void progress(int tokensSoFar, int bytesSoFar) {
        tokens = tokensSoFar;
        bytes = bytesSoFar;
    }
}
