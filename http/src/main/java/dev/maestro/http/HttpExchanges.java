package dev.maestro.http;

import dev.maestro.core.CallContext;
import dev.maestro.http.HttpEnd.Failed;
import dev.maestro.http.HttpEnd.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 exchanges on Vert.x, each blocking its (virtual) thread. The client under it is the one that the
 * Vert.x web client is made of: only there can a reply be read piece by piece and the connection be closed
 * in the middle. Thread-safe.
 */
public final class HttpExchanges implements AutoCloseable {
    /** Longest wait before the caller is asked whether it wants to stop; its promise is 500 ms. */
    private static final long POLL_MS = 100;
    /** Idle connections are dropped before the 5 s after which uvicorn (vLLM) drops them: else a request may meet a closing one. */
    private static final int KEEP_ALIVE_S = 3;
    /** Connections to one server; how many calls run at once is decided by each expert's row. */
    private static final int MAX_CONNECTIONS = 1_024;

    /** Proxies put policies and whole replies into heads. */
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final HttpClient client;

    public HttpExchanges() {
        this(Optional.empty());
    }

    /** @param trust whom to trust in place of the certificate authorities of the JDK */
    public HttpExchanges(Optional<TrustOptions> trust) {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Math.min(4, Runtime.getRuntime().availableProcessors()))
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false)));
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setVerifyHost(true)
                .setKeepAliveTimeout(KEEP_ALIVE_S)
                // bounded behind it, by what it makes of the bytes
                .setDecompressionSupported(true)
                .setMaxHeaderSize(MAX_HEAD_BYTES);
        trust.ifPresent(options::setTrustOptions);
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** Sends the request and feeds the reply to the reader. Never throws for anything the server does. */
    public HttpEnd run(HttpCall call, HttpReader reader, CallContext context) {
        if (context.cancelled()) {
            return new Failed(Problem.CANCELLED, "given up by its caller");
        }
        Pending pending = new Pending(call.limits().maxBytes());
        start(call, pending);
        boolean whole = false;
        try {
            HttpEnd end = new Pump(call, pending, reader, context).run();
            whole = pending.ended();
            return end;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Failed(Problem.CANCELLED, "its thread was interrupted");
        } finally {
            if (!whole) {
                pending.abandon();
            }
        }
    }

    private void start(HttpCall call, Pending pending) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setHost(call.host())
                .setPort(call.port())
                .setSsl(call.tls())
                .setURI(call.target())
                .setFollowRedirects(false)
                .setConnectTimeout(call.limits().connectMs());
        call.address().ifPresent(address -> options.setServer(SocketAddress.inetSocketAddress(call.port(), address.getHostAddress())));
        options.putHeader("Accept-Encoding", "identity");
        call.headers().forEach(options::putHeader);
        client.request(options).onComplete(
                request -> {
                    if (pending.connected(request)) {
                        request.response().onComplete(pending::head, pending::failed);
                        request.exceptionHandler(pending::failed);
                        request.end(Buffer.buffer(call.body())).onFailure(pending::failed);
                    }
                },
                pending::failed);
    }

    static long pollMs(long leftNanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1, 1, POLL_MS);
    }

    @Override
    public void close() {
        client.close();
        vertx.close().await();
    }
}
