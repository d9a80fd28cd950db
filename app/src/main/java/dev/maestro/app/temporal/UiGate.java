package dev.maestro.app.temporal;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The door to Temporal's UI. The UI itself answers to any host name, so that a page of a stranger, whose name is made to lead to this
 * machine, could read and steer it. Here only the machine's own names are let in ({@code localhost}, {@code 127.0.0.1}, {@code [::1]},
 * at any port, so that a tunnel works), and a request that comes from another page is refused. Thread-safe.
 */
final class UiGate implements AutoCloseable {
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    /** Of one connection, or set by the client itself. */
    private static final Set<String> NOT_PASSED_ON = Set.of("connection", "content-length", "expect", "host", "keep-alive", "te", "trailer",
            "transfer-encoding", "upgrade");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpServer server;
    private final HttpClient client;
    private final ExecutorService threads;
    private volatile URI behind;

    private UiGate(HttpServer server, URI behind) {
        this.server = server;
        this.behind = behind;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY).build();
    }

    /**
     * @param port   on 127.0.0.1; 0 for any free one
     * @param behind where the UI is
     * @throws Problem {@code PORT_IN_USE} when another program has the port
     */
    static UiGate open(int port, URI behind) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            UiGate gate = new UiGate(server, behind);
            server.setExecutor(gate.threads);
            server.createContext("/", gate::answer);
            server.start();
            return gate;
        } catch (IOException e) {
            throw Problem.infrastructure(TemporalErrors.PORT_IN_USE, "temporal.ui.port = " + port
                    + ", and another program listens there. Stop it, or set another port (0 takes any free one).", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The UI is elsewhere from now on. */
    void lead(URI to) {
        behind = to;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getRequestHeaders();
            if (!own(headers.getFirst("Host")) || !ownPage(headers.getFirst("Origin"))) {
                refuse(exchange, 403, "This is the Temporal UI of Maestro. Open it as http://127.0.0.1:" + port()
                        + " or http://localhost:" + port() + ".\n");
                return;
            }
            pass(exchange);
        }
    }

    /** A page of our own, or none: what is typed or clicked carries no origin. */
    static boolean ownPage(@org.jspecify.annotations.Nullable String origin) {
        if (origin == null) {
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0 && own(origin.substring(scheme + 3));
    }

    /** Whether a host, with or without a port, is a name of this machine. */
    static boolean own(@org.jspecify.annotations.Nullable String host) {
        if (host == null) {
            return false;
        }
        return OWN_NAMES.contains(host.replaceFirst(":\\d{1,5}$", "").toLowerCase(Locale.ROOT));
    }

    /** Path and query alone: whatever host a request names, it goes to the UI. */
    private URI target(URI requested) {
        String path = requested.getRawPath();
        if (path == null || !path.startsWith("/")) {
            throw new IllegalArgumentException("no path");
        }
        URI ui = behind;
        return URI.create(ui.getScheme() + "://" + ui.getAuthority() + path
                + (requested.getRawQuery() == null ? "" : "?" + requested.getRawQuery()));
    }

    private void pass(HttpExchange exchange) throws IOException {
        HttpResponse<InputStream> response;
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpRequest.Builder request = HttpRequest.newBuilder(target(exchange.getRequestURI())).timeout(PATIENCE)
                    .method(exchange.getRequestMethod(),
                            body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)) && !name.equalsIgnoreCase("Origin")) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            refuse(exchange, 400, "This is no request to the Temporal UI.\n");
            return;
        } catch (IOException e) {
            refuse(exchange, 502, "The Temporal UI does not answer just now.\n");
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(exchange, 503, "Maestro stops.\n");
            return;
        }
        try (InputStream content = response.body()) {
            response.headers().map().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                    exchange.getResponseHeaders().put(name, List.copyOf(values));
                }
            });
            boolean empty = exchange.getRequestMethod().equals("HEAD") || response.statusCode() == 204 || response.statusCode() == 304;
            exchange.sendResponseHeaders(response.statusCode(),
                    empty ? -1 : response.headers().firstValueAsLong("content-length").orElse(0));
            if (!empty) {
                content.transferTo(exchange.getResponseBody());
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
