package dev.maestro.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exchange under way: the event loop puts in what happens, the caller's thread takes it out. The bytes
 * that wait in between are bounded by the exchange's own limit. Thread-safe.
 */
final class Pending {
    sealed interface Event {
        record Connected() implements Event {}

        record Head(int status, Map<String, String> headers) implements Event {}

        record Body(byte[] bytes) implements Event {}

        record TooLarge(String said) implements Event {}

        record End() implements Event {}

        record Error(Throwable cause, boolean connected) implements Event {}
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final long maxBytes;
    private @Nullable HttpClientRequest request;
    private boolean abandoned;
    private volatile boolean ended;
    private long bytes;

    Pending(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Nullable
    Event next(long waitMs) throws InterruptedException {
        return events.poll(waitMs, TimeUnit.MILLISECONDS);
    }

    /** The reply was read to its end: the connection may serve another request. */
    boolean ended() {
        return ended;
    }

    /** @return {@code false} when the caller is no longer there */
    synchronized boolean connected(HttpClientRequest connected) {
        if (abandoned) {
            connected.connection().close();
            return false;
        }
        request = connected;
        events.add(new Event.Connected());
        return true;
    }

    void head(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        events.add(new Event.Head(response.statusCode(), Map.copyOf(headers)));
        response.handler(this::body);
        response.endHandler(_ -> {
            ended = true;
            events.add(new Event.End());
        });
        response.exceptionHandler(this::failed);
        String length = headers.getOrDefault("content-length", "0");
        if (length.matches("[0-9]+") && (length.length() > 18 || Long.parseLong(length) > maxBytes)) {
            events.add(new Event.TooLarge(length + " bytes by its head"));
            abandon();
        }
    }

    private void body(Buffer part) {
        bytes += part.length();
        if (bytes > maxBytes) {
            if (bytes - part.length() <= maxBytes) {
                events.add(new Event.TooLarge("more than " + maxBytes + " bytes"));
                abandon();
            }
            return;
        }
        events.add(new Event.Body(part.getBytes()));
    }

    void failed(Throwable cause) {
        boolean connected;
        synchronized (this) {
            connected = request != null;
        }
        events.add(new Event.Error(cause, connected));
    }

    /** Closes the connection, now or as soon as there is one. */
    synchronized void abandon() {
        abandoned = true;
        if (request != null) {
            request.connection().close();
        }
    }
}
