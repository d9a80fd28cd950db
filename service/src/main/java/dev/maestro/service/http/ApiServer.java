package dev.maestro.service.http;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.access.AccessErrors;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.access.KeyRing;
import dev.maestro.service.access.KeySecret;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests to routes. Heads and bodies are read on event loops, which never block; whether a caller is let in, and what
 * a route does, happens on virtual threads. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    /** A body arrives within this time or not at all: 64 MB at a little more than a megabyte a second. */
    private static final long BODY_MS = 60_000;
    /** Whoever connects asks something within this time. */
    private static final long SILENT_MS = 75_000;
    /** What is sent of a body that nobody wants is taken for so long, so that its sender comes to read why. */
    private static final long DRAIN_MS = 5_000;
    private static final int LONGEST_HEADERS = 32 * 1024;
    private static final int LONGEST_ADDRESS = 8 * 1024;
    private static final long START_MS = 20_000;

    private final ServiceSettings settings;
    private final RouteTable routes;
    private final KeyRing keys;
    private final ApiAudit audit;
    private final HostGuard guard;
    private final Vertx vertx;
    private final HttpServer server;
    /** Connections that have not asked anything yet, with the timers that close them. */
    private final Map<HttpConnection, Long> silent = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 1).factory());

    /**
     * Listens from now on.
     *
     * @throws MaestroException {@code ADDRESS_IN_USE}
     */
    public ApiServer(ServiceSettings settings, List<ApiRoute> routes, KeyRing keys, ApiAudit audit) {
        this.settings = settings;
        this.routes = new RouteTable(routes);
        this.keys = keys;
        this.audit = audit;
        this.guard = new HostGuard(settings.hosts());
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4))
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(settings.host()).setPort(settings.port())
                .setMaxHeaderSize(LONGEST_HEADERS).setMaxInitialLineLength(LONGEST_ADDRESS)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false).setDecompressionSupported(false)
                .setTcpNoDelay(true))
                .connectionHandler(connection -> {
                    // A connection that never asks anything is not held open; the first request ends this.
                    long timer = vertx.setTimer(SILENT_MS, _ -> {
                        if (silent.remove(connection) != null) {
                            connection.close();
                        }
                    });
                    silent.put(connection, timer);
                    connection.closeHandler(_ -> heard(connection));
                })
                .invalidRequestHandler(this::invalid)
                .requestHandler(this::begin);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(START_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new MaestroException(ServerErrors.ADDRESS_IN_USE, "cannot listen at " + settings.host() + ":" + settings.port() + ": "
                    + (e.getCause() == null ? "no answer in time" : e.getCause().getMessage()) + ". Choose another http.port.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vertx.close();
            throw new MaestroException(ServerErrors.ADDRESS_IN_USE, "interrupted while it began to listen", e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    public List<ApiRoute> routes() {
        return routes.all();
    }

    private void heard(HttpConnection connection) {
        Long timer = silent.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void invalid(HttpServerRequest request) {
        String id = requestId(request);
        Throwable cause = request.decoderResult() == null ? null : request.decoderResult().cause();
        boolean tooLong = cause instanceof io.netty.handler.codec.TooLongFrameException;
        answer(request, id, false, ApiProblem.reply(tooLong
                ? new MaestroException(ApiErrors.HEADERS_TOO_LARGE, "the request line has more than " + LONGEST_ADDRESS
                        + " bytes, or the headers together more than " + LONGEST_HEADERS + ". Send less in them.")
                : new MaestroException(ApiErrors.REQUEST_MALFORMED, "this is no HTTP request that can be read."), id));
        vertx.setTimer(100, _ -> request.connection().close());
    }

    /** On the event loop: what can be refused by the head alone. */
    private void begin(HttpServerRequest request) {
        heard(request.connection());
        String id = requestId(request);
        Context context = vertx.getOrCreateContext();
        try {
            String path = Optional.ofNullable(request.path()).orElse("/");
            String query = Optional.ofNullable(request.query()).orElse("");
            if (KeySecret.isIn(path) || KeySecret.isIn(query)) {
                throw new MaestroException(AccessErrors.KEY_IN_ADDRESS,
                        "an API key stands in the address. Send it in the header Authorization, and revoke this one.");
            }
            guard.check(Optional.ofNullable(request.getHeader("Host")), Optional.ofNullable(request.getHeader("Origin")));
            RouteTable.Found found = routes.find(request.method().name(), path);
            Map<String, List<String>> parameters = RouteTable.parameters(query);
            checkBody(request, found.route());
            request.pause();
            threads.execute(() -> admit(request, id, context, found, parameters));
        } catch (RuntimeException e) {
            refuse(request, id, e);
        }
    }

    private void checkBody(HttpServerRequest request, ApiRoute route) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new MaestroException(ApiErrors.MEDIA_TYPE_UNSUPPORTED,
                    "the body is encoded as \"" + ApiJson.shown(encoding) + "\". Send it as it is, not compressed.");
        }
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("").toLowerCase(Locale.ROOT);
        if (route.takes() == ApiRoute.Takes.JSON && !type.isEmpty() && !type.startsWith(ApiReply.JSON)
                && !type.matches("application/[a-z.-]+\\+json.*")) {
            throw new MaestroException(ApiErrors.MEDIA_TYPE_UNSUPPORTED,
                    "the body is \"" + ApiJson.shown(type) + "\". Send " + ApiReply.JSON + ".");
        }
        String length = request.getHeader("Content-Length");
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > settings.maxBody()) {
            throw tooLarge(Long.parseLong(length));
        }
    }

    private MaestroException tooLarge(long bytes) {
        return new MaestroException(ApiErrors.BODY_TOO_LARGE,
                "the body has " + bytes + " bytes or more, limit " + settings.maxBody() + ". Send less, or raise http.body.",
                Map.of("bytes", bytes, "limit", settings.maxBody()), null);
    }

    /** On a virtual thread: who asks. */
    private void admit(HttpServerRequest request, String id, Context context, RouteTable.Found found,
            Map<String, List<String>> parameters) {
        Optional<ApiCaller> known = Optional.empty();
        try {
            ApiCaller caller = settings.open() || found.route().scope() == ApiScope.NONE
                    ? ApiCaller.ANYBODY
                    : keys.admit(key(request), address(request));
            known = Optional.of(caller);
            caller.require(found.route().scope());
            context.runOnContext(_ -> read(request, id, body -> {
                RequestConnection connection = new RequestConnection(request.response());
                threads.execute(() -> handle(request, id, found, parameters, body, caller, connection));
            }));
        } catch (RuntimeException e) {
            ApiReply reply = ApiProblem.reply(e, id);
            audit.note(Optional.of(found.route()), known, request.method().name(), path(request), address(request), id, reply.status(),
                    reply.code());
            context.runOnContext(_ -> refuse(request, id, reply));
        }
    }

    private static Optional<String> key(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(authorization.substring(7).strip());
        }
        return Optional.ofNullable(request.getHeader("api-key")).or(() -> Optional.ofNullable(authorization));
    }

    private void read(HttpServerRequest request, String id, Consumer<byte[]> then) {
        Buffer body = Buffer.buffer();
        boolean[] over = {false};
        long timer = vertx.setTimer(BODY_MS, _ -> {
            if (!over[0]) {
                over[0] = true;
                refuse(request, id, new MaestroException(ApiErrors.BODY_TOO_SLOW,
                        "the body did not arrive within " + BODY_MS / 1000 + " s. Send it again over a better connection."));
                request.connection().close();
            }
        });
        request.exceptionHandler(_ -> {
            over[0] = true;
            vertx.cancelTimer(timer);
        });
        request.handler(chunk -> {
            if (!over[0] && body.length() + chunk.length() > settings.maxBody()) {
                over[0] = true;
                vertx.cancelTimer(timer);
                refuse(request, id, tooLarge((long) body.length() + chunk.length()));
            } else if (!over[0]) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            vertx.cancelTimer(timer);
            if (!over[0]) {
                over[0] = true;
                then.accept(body.getBytes());
            }
        });
        request.resume();
    }

    private void handle(HttpServerRequest request, String id, RouteTable.Found found, Map<String, List<String>> parameters, byte[] body,
            ApiCaller caller, ClientConnection connection) {
        ApiReply reply;
        long begun = System.nanoTime();
        try {
            Map<String, String> headers = new HashMap<>();
            request.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
            reply = found.route().handler().handle(new ApiRequest(request.method().name(), Optional.ofNullable(request.path()).orElse("/"),
                    found.parts(), parameters, headers, body, id, caller, connection));
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            reply = ApiProblem.reply(e, id);
        }
        LOG.info("request={} method={} route={} status={} ms={} tenant={} key={}", id, request.method(), found.route().template(),
                reply.status(), Duration.ofNanos(System.nanoTime() - begun).toMillis(), caller.tenant(), caller.key().orElse("-"));
        audit.note(Optional.of(found.route()), Optional.of(caller), request.method().name(), path(request), address(request), id,
                reply.status(),
                reply.code());
        answer(request, id, true, reply);
    }

    private static String path(HttpServerRequest request) {
        return Optional.ofNullable(request.path()).orElse("/");
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    /** On the event loop: answers, and takes what still comes of the body without keeping it. */
    private void refuse(HttpServerRequest request, String id, Throwable why) {
        refuse(request, id, ApiProblem.reply(why, id));
    }

    private void refuse(HttpServerRequest request, String id, ApiReply reply) {
        LOG.info("request={} method={} refused status={}", id, request.method(), reply.status());
        boolean complete = request.isEnded();
        if (!complete) {
            request.handler(_ -> {});
            request.endHandler(_ -> {});
            request.exceptionHandler(_ -> {});
            request.resume();
            long timer = vertx.setTimer(DRAIN_MS, _ -> request.connection().close());
            request.endHandler(_ -> vertx.cancelTimer(timer));
        }
        answer(request, id, true, reply);
    }

    private void answer(HttpServerRequest request, String id, boolean keepAlive, ApiReply reply) {
        var response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(reply.status());
        response.putHeader("X-Request-Id", id);
        response.putHeader("X-Content-Type-Options", "nosniff");
        reply.headers().forEach((name, value) -> response.putHeader(name, value));
        if (!keepAlive) {
            response.putHeader("Connection", "close");
        }
        if (reply.stream().isPresent()) {
            response.setChunked(true);
            ResponseSink sink = new ResponseSink(request, vertx);
            response.writeHead();
            reply.stream().get().accept(sink);
        } else if (reply.body().length == 0 || request.method().name().equals("HEAD")) {
            if (reply.body().length > 0) {
                response.putHeader("Content-Length", String.valueOf(reply.body().length));
            }
            response.end();
        } else {
            response.end(Buffer.buffer(reply.body()));
        }
    }

    private static String requestId(HttpServerRequest request) {
        String given = request.headers() == null ? null : request.getHeader("X-Request-Id");
        return given != null && REQUEST_ID.matcher(given).matches() ? given : "req-" + UUID.randomUUID();
    }

    /** Takes no more connections, lets what is under way end for some seconds, and closes the rest. */
    @Override
    public void close() {
        try {
            server.shutdown(8, TimeUnit.SECONDS).toCompletionStage().toCompletableFuture().get(12, TimeUnit.SECONDS);
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("connections were still open at the end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
