package dev.maestro.core;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Things to close together, the newest first. A constructor that may fail half-way keeps what it has made here, and closes
 * it when it fails. Thread-safe; closing twice closes each once.
 */
public final class Resources implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** @return the same, to be closed with the others */
    public synchronized <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    /** @param end is run when its turn to be closed comes */
    public synchronized void onClose(Runnable end) {
        open.push(end::run);
    }

    /**
     * Closes all, also when one of them fails.
     *
     * @throws RuntimeException the first failure, with the others suppressed in it; a checked one is the cause of an
     *                          {@link IllegalStateException}
     */
    @Override
    public void close() {
        @Nullable
        Throwable first = null;
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            try {
                resource.close();
            } catch (Exception | Error e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        switch (first) {
            case null -> {
                return;
            }
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException("could not be closed: " + first.getMessage(), first);
        }
    }

    /** Closes all because something failed; what fails now is suppressed in that. */
    public void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        return open.poll();
    }
}
