import dev.maestro.core.CallContext;
import dev.maestro.http.HttpExchanges;
import dev.maestro.http.HttpLimits;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What each way of asking does with a server that sends without end or says nothing: how the call ends, after how
 * long, how much the server has sent by then, and whether it is told to stop.
 */
final class EndlessReplies {
    private static final long MAX_BYTES = 1_000_000;
    private static final int TIMEOUT_MS = 2_000;
    /** As long as the server is watched after the call has ended. */
    private static final long WATCHED_MS = 1_000;

    private final LoopbackServer server;
    private final HttpExchanges ours;
    private final WebClientAsking web;
    private final HttpLimits limits;

    EndlessReplies(LoopbackServer server, HttpExchanges ours, WebClientAsking web, HttpLimits limits) {
        this.server = server;
        this.ours = ours;
        this.web = web;
        this.limits = limits;
    }

    void print(PrintStream out) throws InterruptedException {
        out.printf("%n%-32s %8s %12s %14s %10s   %s%n", "limit", "ms", "sent by then", "sent " + WATCHED_MS + " ms on", "connected", "end");
        HttpLimits small = new HttpLimits(limits.connectMs(), limits.firstByteMs(), limits.totalMs(), MAX_BYTES);
        HttpLimits brief = new HttpLimits(limits.connectMs(), TIMEOUT_MS, limits.totalMs(), Long.MAX_VALUE);
        print(out, "exchanges, 1 MB", () -> ours.run(HttpComparison.call(server.port(), "endless", small), new HttpComparison.Count(),
                CallContext.NONE));
        print(out, "web client, piped, 1 MB, 2 s", () -> web.piped("endless", MAX_BYTES, TIMEOUT_MS));
        print(out, "web client, whole body, 2 s", () -> web.whole("endless", TIMEOUT_MS));
        print(out, "exchanges, first byte 2 s", () -> ours.run(HttpComparison.call(server.port(), "silent", brief),
                new HttpComparison.Count(), CallContext.NONE));
        print(out, "web client, silent, 2 s", () -> web.whole("silent", TIMEOUT_MS));
    }

    private void print(PrintStream out, String what, Supplier<Object> call) throws InterruptedException {
        long before = server.endlessBytes();
        long start = System.nanoTime();
        String end;
        try {
            end = call.get().toString();
        } catch (Exception e) { // await() throws what the future failed with, checked or not
            end = e.toString();
        }
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        long sent = server.endlessBytes() - before;
        TimeUnit.MILLISECONDS.sleep(WATCHED_MS);
        out.printf("%-32s %8d %,12d %,14d %10d   %s%n", what, ms, sent, server.endlessBytes() - before - sent, server.open(), end);
    }
}
