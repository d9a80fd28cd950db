package dev.maestro.policy;

/** The caller's side of a running decision. Thread-safe. */
public interface PolicyContext {
    PolicyContext NONE = new PolicyContext() {
        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(int charactersSoFar) {
            // nobody listens
        }
    };

    boolean cancelled();

    void progress(int charactersSoFar);
}
