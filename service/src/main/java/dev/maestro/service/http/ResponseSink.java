package dev.maestro.service.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** An event stream on one response. It keeps the connection alive while there is nothing to tell. Thread-safe. */
final class ResponseSink implements EventSink {
    /** Silence after which something is sent: proxies and clients close what is silent for longer. */
    private static final long KEEP_ALIVE_MS = 15_000;
    /** Bytes that a reader may be behind. */
    private static final long MOST_BEHIND = 1_000_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Vertx vertx;
    private final long timer;
    private final AtomicLong behind = new AtomicLong();
    private final List<Runnable> onClose = new ArrayList<>();
    private boolean closed;
    private volatile boolean sent;

    ResponseSink(HttpServerRequest request, Vertx vertx) {
        this.request = request;
        this.response = request.response();
        this.vertx = vertx;
        this.timer = vertx.setPeriodic(KEEP_ALIVE_MS, _ -> {
            if (!sent) {
                send(": keep-alive\n\n");
            }
            sent = false;
        });
        response.closeHandler(_ -> closed());
        response.exceptionHandler(_ -> closed());
        response.endHandler(_ -> closed());
    }

    @Override
    public void send(String frames) {
        if (isClosed()) {
            return;
        }
        int bytes = frames.getBytes(StandardCharsets.UTF_8).length;
        if (behind.addAndGet(bytes) > MOST_BEHIND) {
            request.connection().close();
            closed();
            return;
        }
        sent = true;
        response.write(frames).onComplete(_ -> behind.addAndGet(-bytes));
    }

    @Override
    public void end() {
        if (!isClosed()) {
            response.end();
            closed();
        }
    }

    private void closed() {
        List<Runnable> actions;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            actions = List.copyOf(onClose);
        }
        vertx.cancelTimer(timer);
        actions.forEach(Runnable::run);
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            if (!closed) {
                onClose.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }
}
