package dev.maestro.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Expert;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server on 127.0.0.1 that behaves as it is told, request by request, down to the bytes: slow, cut,
 * malformed, huge, lying. Remembers what it received. {@code GET /v1/models} lists the models it was given.
 */
public final class FakeExpert implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Script> next = new ArrayDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger concurrent = new AtomicInteger();
    private final AtomicInteger mostConcurrent = new AtomicInteger();
    private volatile Script otherwise = Script.answer("42");
    private volatile Optional<Script> modelsScript = Optional.empty();
    private volatile List<String> models = List.of("fake-model");
    private volatile boolean closed;

    private FakeExpert(ServerSocket server) {
        this.server = server;
    }

    /** Starts on a free port and answers everything with {@code 42}. */
    public static FakeExpert start() {
        return startAt(0);
    }

    /** Starts on this port, e.g. one where another server has just stopped. */
    public static FakeExpert startAt(int port) {
        try {
            FakeExpert fake = new FakeExpert(new ServerSocket(port, 200, InetAddress.getByName("127.0.0.1")));
            Thread.ofVirtual().name("fake-expert").start(fake::accept);
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the requests after the scripted ones are treated. */
    public FakeExpert always(Script script) {
        otherwise = script;
        return this;
    }

    /** How the next requests are treated, in this order, before {@link #always} holds. */
    public FakeExpert next(Script... scripts) {
        synchronized (next) {
            next.addAll(List.of(scripts));
        }
        return this;
    }

    public FakeExpert serving(String... names) {
        models = List.of(names);
        return this;
    }

    /** How {@code GET /v1/models} is treated, in place of the list. */
    public FakeExpert models(Script script) {
        modelsScript = Optional.of(script);
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Base URL as a registry row holds it. */
    public String endpoint() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /** A registry row for this server with limits fit for tests: 1 s to connect, 2 s to the first byte, 5 s in all. */
    public Expert expert(String name) {
        return TestExperts.server(name, endpoint());
    }

    /** Everything received but {@code GET /v1/models}, in order. */
    public List<Received> received() {
        return received.stream().filter(request -> !request.path().endsWith("/models")).toList();
    }

    public Received last() {
        return received().getLast();
    }

    /** How often a request with this {@code Idempotency-Key} came. */
    public long requests(String idempotencyKey) {
        return received.stream().filter(request -> idempotencyKey.equals(request.headers().get("idempotency-key"))).count();
    }

    /** Most requests that were under way at the same time so far. */
    public int mostConcurrent() {
        return mostConcurrent.get();
    }

    /** Connections that clients hold open. */
    public int openConnections() {
        return open.size();
    }

    /**
     * @param headers names in lower case
     * @param body    missing when there was none or it is no JSON
     */
    public record Received(String method, String path, Map<String, String> headers, JsonNode body) {}

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            Optional<Received> request = read(in);
            while (request.isPresent()) {
                received.add(request.get());
                boolean aside = request.get().path().endsWith("/models");
                if (!aside) {
                    mostConcurrent.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
                }
                try {
                    script(request.get()).play(new Exchange(request.get(), socket, in, out));
                    out.flush();
                } finally {
                    if (!aside) {
                        concurrent.decrementAndGet();
                    }
                }
                request = socket.isClosed() ? Optional.empty() : read(in);
            }
        } catch (IOException _) {
            // the client hung up, or a script closed the connection
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private Script script(Received request) {
        if (request.path().endsWith("/models")) {
            return modelsScript.orElse(exchange -> {
                var body = Json.MAPPER.createObjectNode();
                var data = body.putArray("data");
                models.forEach(model -> data.addObject().put("id", model));
                exchange.json(200, body.toString());
            });
        }
        synchronized (next) {
            Script scripted = next.poll();
            return scripted == null ? otherwise : scripted;
        }
    }

    private static Optional<Received> read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] parts = start.split(" ");
        JsonNode json = body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
        return Optional.of(new Received(parts[0], parts[1], Map.copyOf(headers), json));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != -1 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    /** One request and the connection it came by. */
    public static final class Exchange {
        private final Received received;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Exchange(Received received, Socket socket, InputStream in, OutputStream out) {
            this.received = received;
            this.socket = socket;
            this.in = in;
            this.out = out;
        }

        public Received received() {
            return received;
        }

        public void json(int status, String body) throws IOException {
            reply(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }

        public void reply(int status, Map<String, String> headers, byte[] body) throws IOException {
            Map<String, String> all = new TreeMap<>(headers);
            all.put("Content-Length", Integer.toString(body.length));
            head(status, all);
            raw(body);
        }

        public void head(int status, Map<String, String> headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Fake\r\n");
            new TreeMap<>(headers).forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
            raw(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        public void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        public void chunk(byte[] bytes) throws IOException {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        public void endChunks() throws IOException {
            raw("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        public void cut() throws IOException {
            out.flush();
            socket.close();
        }

        /** Waits, and notices at once when the client hangs up. */
        public void waitFor(Duration time) throws IOException {
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                socket.setSoTimeout((int) left);
                try {
                    in.mark(1);
                    if (in.read() == -1) {
                        throw new IOException("the client hung up");
                    }
                    in.reset();
                    Thread.onSpinWait();
                } catch (SocketTimeoutException _) {
                    return;
                } finally {
                    socket.setSoTimeout(0);
                }
            }
        }

        /** Until the client hangs up, at most a minute. */
        public void waitForClient() throws IOException {
            waitFor(Duration.ofMinutes(1));
        }
    }
}
