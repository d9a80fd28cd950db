package dev.maestro.service.http;

/** The connection on which a request came. Thread-safe. */
public interface ClientConnection {
    /** Of a request that nobody's connection carries: open for ever. */
    ClientConnection OPEN = new ClientConnection() {
        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public void onClose(Runnable action) {
            // never
        }
    };

    /** Whether the client has gone away before it was answered. */
    boolean isClosed();

    /** Runs once when the client goes away before it was answered, at once when it has; it must not block. */
    void onClose(Runnable action);
}
