package dev.maestro.app.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The test's side: workers report each boundary here and wait; the policy and the expert answer from here
 * and are counted by key.
 */
final class Control implements AutoCloseable {
    /** A boundary that was reached for the first time; whoever reached it waits until it is let go. */
    record Reached(String name, CountDownLatch go) {}

    private final HttpServer server;
    private final BlockingQueue<Reached> reached = new LinkedBlockingQueue<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());

    Control() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/reached", this::boundary);
        server.createContext("/policy", exchange -> count(exchange, "policy"));
        server.createContext("/expert", exchange -> count(exchange, "expert"));
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Optional<Reached> next(long seconds) throws InterruptedException {
        return Optional.ofNullable(reached.poll(seconds, TimeUnit.SECONDS));
    }

    /** How often a key was asked: {@code policy q/1}, {@code expert q/1/answer/Crash_Expert}. */
    int asked(String key) {
        return asked.getOrDefault(key, 0);
    }

    /** Boundaries and questions in the order of their arrival. */
    List<String> order() {
        return List.copyOf(order);
    }

    private void boundary(HttpExchange exchange) throws IOException {
        String name = read(exchange);
        if (seen.add(name)) {
            order.add(name);
            Reached here = new Reached(name, new CountDownLatch(1));
            reached.add(here);
            try {
                here.go().await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        reply(exchange, "");
    }

    private void count(HttpExchange exchange, String whom) throws IOException {
        String key = whom + " " + read(exchange);
        order.add(key);
        int times = asked.merge(key, 1, Integer::sum);
        reply(exchange, "reply " + times);
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void reply(HttpExchange exchange, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException _) {
            // The worker that asked was killed while it waited.
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
