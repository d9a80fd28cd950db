package dev.maestro.service.http;

import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/** Notices that the client of one request goes away. An event stream takes this over: it notices by itself. Thread-safe. */
final class RequestConnection implements ClientConnection {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean closed;

    /** To be called on the event loop, before the response is written. */
    RequestConnection(HttpServerResponse response) {
        response.closeHandler(_ -> closed());
    }

    private void closed() {
        List<Runnable> all;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            all = List.copyOf(actions);
        }
        all.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            if (!closed) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
