import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server on 127.0.0.1 whose replies cost next to nothing to make. */
final class LoopbackServer implements AutoCloseable {
    private static final Buffer BLOCK = Buffer.buffer("x".repeat(64 * 1024));

    private final HttpServer server;
    private final AtomicLong endlessBytes;
    private final AtomicInteger open;

    /** What it replies with. */
    enum Kind {
        /** A short document, as most answers are. */
        ANSWER("answer", 1_000, 1, 1),
        /** Events of 150 bytes, each a piece of its own. */
        STREAM("stream", 150, 200, 4),
        /** A long document. */
        LONG("long", 64 * 1024, 64, 20);

        private final String path;
        private final int piece;
        private final int pieces;
        private final int weight;

        Kind(String path, int piece, int pieces, int weight) {
            this.path = path;
            this.piece = piece;
            this.pieces = pieces;
            this.weight = weight;
        }

        String path() {
            return path;
        }

        long bytes() {
            return (long) piece * pieces;
        }

        /** About how many short answers it is as dear as. */
        int weight() {
            return weight;
        }
    }

    private LoopbackServer(HttpServer server, AtomicLong endlessBytes, AtomicInteger open) {
        this.server = server;
        this.endlessBytes = endlessBytes;
        this.open = open;
    }

    static LoopbackServer start(Vertx vertx) {
        AtomicLong sent = new AtomicLong();
        AtomicInteger open = new AtomicInteger();
        HttpServer server = vertx.createHttpServer();
        server.connectionHandler(connection -> {
            open.incrementAndGet();
            connection.closeHandler(_ -> open.decrementAndGet());
        });
        server.requestHandler(request -> request.bodyHandler(_ -> {
            HttpServerResponse response = request.response();
            switch (request.path()) {
                case "/endless" -> endless(vertx, response.setChunked(true), sent, 200_000_000);
                case "/silent" -> { }
                default -> reply(response, request.path().substring(1));
            }
        }));
        return new LoopbackServer(server.listen(0, "127.0.0.1").await(), sent, open);
    }

    int port() {
        return server.actualPort();
    }

    /** Bytes of endless replies that were given to the network since the server started. */
    long endlessBytes() {
        return endlessBytes.get();
    }

    /** Connections that clients hold open. */
    int open() {
        return open.get();
    }

    @Override
    public void close() {
        server.close().await();
    }

    private static void reply(HttpServerResponse response, String path) {
        for (Kind kind : Kind.values()) {
            if (kind.path().equals(path)) {
                Buffer piece = Buffer.buffer("x".repeat(kind.piece));
                if (kind.pieces == 1) {
                    response.end(piece);
                    return;
                }
                response.setChunked(true);
                for (int i = 0; i < kind.pieces; i++) {
                    response.write(piece);
                }
                response.end();
                return;
            }
        }
        response.setStatusCode(404).end();
    }

    /** Block after block as long as somebody takes them, 200 MB at most. */
    private static void endless(Vertx vertx, HttpServerResponse response, AtomicLong sent, long left) {
        if (left <= 0) {
            response.end();
            return;
        }
        response.write(BLOCK).onSuccess(_ -> {
            sent.addAndGet(BLOCK.length());
            vertx.setTimer(1, _ -> endless(vertx, response, sent, left - BLOCK.length()));
        });
    }
}
