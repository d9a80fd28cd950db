package dev.maestro.service.feed;

import dev.maestro.service.http.EventSink;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Streams of events that somebody reads now. A server that is being stopped sends their readers to the next one. Thread-safe. */
public final class OpenStreams implements AutoCloseable {
    private static final String RETRY_SOON = "retry: 500\n\n";

    private final Set<EventSink> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Counts the stream until it ends; ends it at once when the server is being stopped. */
    public void add(EventSink sink) {
        open.add(sink);
        sink.onClose(() -> open.remove(sink));
        if (closed) {
            end(sink);
        }
    }

    public int size() {
        return open.size();
    }

    private static void end(EventSink sink) {
        sink.send(RETRY_SOON);
        sink.end();
    }

    /** Ends every stream, and tells the readers to come again soon. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(open).forEach(OpenStreams::end);
    }
}
