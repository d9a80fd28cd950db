import dev.maestro.core.CallContext;
import dev.maestro.http.HttpCall;
import dev.maestro.http.HttpEnd;
import dev.maestro.http.HttpExchanges;
import dev.maestro.http.HttpLimits;
import dev.maestro.http.HttpReader;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Our HTTP exchanges beside the Vert.x web client against one server on this machine: what each of them does with a
 * server that does not end, then, in turn, what a short answer, a stream of 200 events and a body of 4 MB cost, with one
 * caller and 32. Compiled and run by {@code java}, as decision 14 says; no part of the build.
 *
 * <p>Run: {@code HttpComparison [rounds]}. Prints medians over the rounds: ms per call (p50, p95) and calls per second, and
 * their ratio to ours.
 */
final class HttpComparison {
    private static final int[] CONCURRENCY = {1, 32};
    private static final int WARM_UP = 1_000;
    private static final HttpLimits LIMITS = new HttpLimits(5_000, 30_000, 60_000, 16L * 1024 * 1024);
    private static final byte[] REQUEST = ("{\"messages\":[{\"role\":\"user\",\"content\":\"" + "what? ".repeat(50) + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);

    /** One way to ask. */
    private interface Asking {
        /** @return bytes of the reply */
        long ask(String path) throws Exception;
    }

    private record Measured(double p50, double p95, double perSecond) {
        static Measured median(List<Measured> rounds) {
            return new Measured(middle(rounds.stream().mapToDouble(Measured::p50).toArray()),
                    middle(rounds.stream().mapToDouble(Measured::p95).toArray()),
                    middle(rounds.stream().mapToDouble(Measured::perSecond).toArray()));
        }

        private static double middle(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    private HttpComparison() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Vertx vertx = Vertx.vertx();
        try (LoopbackServer server = LoopbackServer.start(vertx);
                HttpExchanges ours = new HttpExchanges();
                WebClientAsking web = new WebClientAsking(server.port())) {
            Map<String, Asking> ways = new LinkedHashMap<>();
            ways.put("exchanges", path -> ask(ours, server.port(), path));
            ways.put("web client, whole body", web::whole);
            ways.put("web client, piped", web::piped);
            new EndlessReplies(server, ours, web, LIMITS).print(System.out);
            measure(ways, rounds, System.out);
        } finally {
            vertx.close().await();
        }
    }

    private static void measure(Map<String, Asking> ways, int rounds, PrintStream out) throws Exception {
        out.printf("%-8s %-8s %-24s %9s %9s %9s %9s %9s%n", "reply", "callers", "way", "p50 ms", "p95 ms", "per s", "p50 ratio",
                "rate ratio");
        for (LoopbackServer.Kind kind : LoopbackServer.Kind.values()) {
            for (Asking way : ways.values()) {
                run(way, kind, 8, Math.max(50, WARM_UP / kind.weight()));
            }
            for (int concurrency : CONCURRENCY) {
                Map<String, List<Measured>> all = new LinkedHashMap<>();
                for (int round = 0; round < rounds; round++) {
                    for (var way : ways.entrySet()) {
                        int calls = Math.max(40, (concurrency == 1 ? 500 : 2_000) / kind.weight());
                        all.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(run(way.getValue(), kind, concurrency, calls));
                    }
                }
                Measured first = Measured.median(all.values().iterator().next());
                all.forEach((way, measured) -> {
                    Measured m = Measured.median(measured);
                    out.printf("%-8s %-8d %-24s %9.3f %9.3f %9.0f %9.2f %9.2f%n", kind.path(), concurrency, way, m.p50(), m.p95(),
                            m.perSecond(), m.p50() / first.p50(), m.perSecond() / first.perSecond());
                });
            }
        }
    }

    private static Measured run(Asking way, LoopbackServer.Kind kind, int concurrency, int calls) throws Exception {
        double[] latencies = new double[calls];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < concurrency; caller++) {
                callers.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                        long begin = System.nanoTime();
                        long bytes = way.ask(kind.path());
                        latencies[i] = (System.nanoTime() - begin) / 1e6;
                        if (bytes != kind.bytes()) {
                            throw new IllegalStateException("not the reply that is measured: " + bytes + " bytes");
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(latencies);
        return new Measured(latencies[calls / 2], latencies[(int) (calls * 0.95)], calls / seconds);
    }

    private static long ask(HttpExchanges http, int port, String path) {
        Count count = new Count();
        HttpEnd end = http.run(call(port, path, LIMITS), count, CallContext.NONE);
        if (!(end instanceof HttpEnd.Complete)) {
            throw new IllegalStateException(end.toString());
        }
        return count.bytes;
    }

    static HttpCall call(int port, String path, HttpLimits limits) {
        return new HttpCall("POST", URI.create("http://127.0.0.1:" + port + "/" + path), Optional.empty(),
                Map.of("Content-Type", "application/json"), REQUEST, limits);
    }

    static byte[] request() {
        return REQUEST.clone();
    }

    /** Counts what comes. */
    static final class Count implements HttpReader {
        private long bytes;

        @Override
        public void head(int status, Map<String, String> headers) {
            if (status != 200) {
                throw new IllegalStateException("status " + status);
            }
        }

        @Override
        public boolean body(byte[] part) {
            bytes += part.length;
            return false;
        }
    }
}
