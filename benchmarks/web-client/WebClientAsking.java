import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import org.jspecify.annotations.Nullable;

/** Asks with the Vert.x web client, set up as our exchanges are: HTTP/1.1, as many connections, no redirects. */
final class WebClientAsking implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;

    private final Vertx vertx;
    private final WebClient client;
    private final int port;

    WebClientAsking(int port) {
        this.port = port;
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(Math.min(4, Runtime.getRuntime().availableProcessors()))
                .setUseDaemonThread(true));
        WebClientOptions options = new WebClientOptions();
        options.setProtocolVersion(HttpVersion.HTTP_1_1).setKeepAliveTimeout(3).setDecompressionSupported(false);
        options.setFollowRedirects(false).setUserAgentEnabled(false);
        client = WebClient.create(vertx, options, new PoolOptions().setHttp1MaxSize(1_024));
    }

    private HttpRequest<Buffer> request(String path, int timeoutMs) {
        return client.post(port, "127.0.0.1", "/" + path).connectTimeout(5_000).timeout(timeoutMs).putHeader("Content-Type",
                "application/json");
    }

    /** @return bytes of the reply, which was held in memory as a whole */
    long whole(String path) {
        return whole(path, TIMEOUT_MS);
    }

    /** @param timeoutMs as the web client understands it */
    long whole(String path, int timeoutMs) {
        HttpResponse<Buffer> response = request(path, timeoutMs).sendBuffer(Buffer.buffer(HttpComparison.request())).await();
        return response.body().length();
    }

    /** @return bytes of the reply, which went by piece by piece */
    long piped(String path) {
        return piped(path, Long.MAX_VALUE, TIMEOUT_MS);
    }

    /** @param maxBytes after which the stream that the body is piped into fails */
    long piped(String path, long maxBytes, int timeoutMs) {
        Bounded into = new Bounded(maxBytes);
        request(path, timeoutMs).as(BodyCodec.pipe(into)).sendBuffer(Buffer.buffer(HttpComparison.request())).await();
        return into.bytes;
    }

    @Override
    public void close() {
        client.close();
        vertx.close().await();
    }

    /** Counts what it is given, and fails beyond a limit. */
    private static final class Bounded implements WriteStream<Buffer> {
        private final long maxBytes;
        private volatile long bytes;

        Bounded(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Future<Void> write(Buffer data) {
            bytes += data.length();
            return bytes > maxBytes ? Future.failedFuture("more than " + maxBytes + " bytes") : Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return false;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
            return this;
        }
    }
}
