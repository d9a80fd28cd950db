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

    /** Called as a reply streams in; an activity turns it into a heartbeat. */
    void progress(int charactersSoFar);
}
