package dev.maestro.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.maestro.core.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * A model server of a soak. It replies by a script, fails some first requests by the hash of their key, may be taken away and
 * brought back on the same port, and keeps a book of every request that reached it. Thread-safe.
 */
final class SoakServer implements AutoCloseable {
    static final String MODEL = "soak-model";
    /** Of a hundred keys, how many meet each fault at their first request. */
    private static final int REFUSED = 8;
    private static final int CUT = 4;
    private static final int GARBLED = 3;
    private static final int BUSY = 2;
    private static final int SLOW = 2;

    /** @param replied whether a usable reply was written, though perhaps to nobody */
    record Entry(String key, Instant at, boolean replied) {}

    private final UnaryOperator<String> script;
    private final long seed;
    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final List<Entry> book = new CopyOnWriteArrayList<>();
    private final int port;
    private HttpServer server;

    /** @param script makes a reply's text of the request's body */
    SoakServer(long seed, UnaryOperator<String> script) {
        this.seed = seed;
        this.script = script;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    private HttpServer listen(int where) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 512);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/v1/models", exchange -> reply(exchange, 200, "{\"data\": [{\"id\": \"" + MODEL + "\"}]}"));
            made.createContext("/v1/chat/completions", this::complete);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    List<Entry> book() {
        return List.copyOf(book);
    }

    /** Refuses connections for so long. */
    synchronized void away(Duration howLong) {
        server.stop(0);
        LockSupport.parkNanos(howLong.toNanos());
        server = listen(port);
    }

    private void complete(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        int time = times.merge(key, 1, Integer::sum);
        int drawn = Math.floorMod((key + "/" + seed).hashCode(), 100);
        Instant at = Instant.now();
        LockSupport.parkNanos(Duration.ofMillis(5 + drawn).toNanos());
        if (time == 1 && drawn < REFUSED) {
            book.add(new Entry(key, at, false));
            reply(exchange, 503, "try again");
        } else if (time == 1 && drawn < REFUSED + CUT) {
            book.add(new Entry(key, at, false));
            exchange.close();
        } else if (time == 1 && drawn < REFUSED + CUT + GARBLED) {
            book.add(new Entry(key, at, false));
            reply(exchange, 200, "{\"choices\": [");
        } else if (time == 1 && drawn < REFUSED + CUT + GARBLED + BUSY) {
            book.add(new Entry(key, at, false));
            exchange.getResponseHeaders().add("Retry-After", "1");
            reply(exchange, 429, "slow down");
        } else {
            if (drawn >= 100 - SLOW) {
                // Longer than a short step may take.
                LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
            }
            book.add(new Entry(key, at, true));
            Map<String, String> message = Map.of("role", "assistant", "content", script.apply(body));
            reply(exchange, 200, Json.write(Map.of(
                    "choices", List.of(Map.of("finish_reason", "stop", "message", message)),
                    "usage", Map.of("prompt_tokens", 10, "completion_tokens", 5))));
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", status == 200 ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public synchronized void close() {
        server.stop(0);
    }
}
