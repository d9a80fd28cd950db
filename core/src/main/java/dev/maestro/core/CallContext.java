package dev.maestro.core;

/** The caller's side of a running call. Implementations are thread-safe. */
public interface CallContext {
    CallContext NONE = new CallContext() {
        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(int charactersSoFar) {
            // nobody listens
        }
    };

    /** Polled at least every 500 ms while a call is under way. */
    boolean cancelled();

    /**
     * Called when a call has its place and is about to be sent, and not before: whoever waited in a queue may not be wanted any more.
     * What it throws breaks the call off, and the caller of the call gets it.
     */
    default void beforeSending() {
        // nobody minds
    }

    /** Called as a reply streams in; an activity turns it into a heartbeat. */
    void progress(int charactersSoFar);
}
