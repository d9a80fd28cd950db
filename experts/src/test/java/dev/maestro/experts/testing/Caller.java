package dev.maestro.experts.testing;

import dev.maestro.core.CallContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A caller that can stop, and remembers the progress it was told. */
public final class Caller implements CallContext {
    private final List<Integer> progress = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    public void cancel() {
        cancelled = true;
    }

    public List<Integer> progress() {
        return progress;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void progress(int charactersSoFar) {
        progress.add(charactersSoFar);
    }
}
