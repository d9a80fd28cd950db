package dev.maestro.benchmarks;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryStart;
import io.temporal.api.history.v1.History;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What a query costs beside its experts and its policy: three policy decisions and two expert calls that
 * take no time, audit and ledger included, beside a bare Temporal workflow of five regular activities, in
 * turn on the same server in the same run.
 *
 * <p>Run: {@code ./maestro benchmark overhead [rounds]}. Prints latency (ms, from submission to the result
 * in hand) and CPU (ms of this JVM, the Temporal server and PostgreSQL together) per query.
 */
public final class QueryOverheadBenchmark {
    private static final int[] CONCURRENCY = {1, 32, 64};
    /** Queries before anything is measured: the compilers need some hundred of each kind. */
    private static final int WARM_UP = 400;

    private final BenchStack stack;
    private final PrintStream out;
    private final AtomicInteger number = new AtomicInteger();

    private QueryOverheadBenchmark(BenchStack stack, PrintStream out) {
        this.stack = stack;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        try (BenchStack stack = BenchStack.start()) {
            new QueryOverheadBenchmark(stack, System.out).run(rounds);
        }
    }

    private void run(int rounds) throws Exception {
        ContentHash small = stack.artifacts().put(BenchStack.png(320, 240, 1), "image/png");
        measure(16, WARM_UP, i -> query(small));
        measure(16, WARM_UP, i -> bare());
        out.printf("%-12s %-8s %10s %10s %10s %10s%n", "concurrency", "what", "p50 ms", "p95 ms", "CPU ms", "per s");
        for (int concurrency : CONCURRENCY) {
            int count = concurrency == 1 ? 60 : concurrency * 8;
            List<Measured> queries = new ArrayList<>();
            List<Measured> bares = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                queries.add(measure(concurrency, count, i -> query(small)));
                bares.add(measure(concurrency, count, i -> bare()));
            }
            Measured query = Measured.median(queries);
            Measured bare = Measured.median(bares);
            print(concurrency, "query", query);
            print(concurrency, "bare", bare);
            out.printf("%-12d %-8s %10.2f %10.2f %10.2f%n", concurrency, "ratio", query.p50() / bare.p50(), query.p95() / bare.p95(),
                    query.cpuMs() / bare.cpuMs());
        }
        historyBytes();
    }

    /** Bytes of workflow history of one query with a 5 MB image. */
    private void historyBytes() {
        byte[] image = BenchStack.png(1_300, 1_300, 7);
        String id = query(stack.artifacts().put(image, "image/png"));
        History history = stack.client().fetchHistory(QueryStart.workflowId(id)).getHistory();
        out.printf("history of a query with a picture of %,d bytes: %,d bytes in %d events%n",
                image.length, history.getSerializedSize(), history.getEventsCount());
    }

    private String query(ContentHash image) {
        String id = "bench-" + ProcessHandle.current().pid() + "-" + number.incrementAndGet();
        stack.queries()
                .submit(new QueryInput(id, "what does the picture show?", List.of(image), Profile.DEFAULT, BenchStack.POLICY,
                        Limits.DEFAULT, 0));
        QueryResult result = stack.queries().await(id, Duration.ofMinutes(2)).orElseThrow();
        if (result.status() != QueryStatus.ANSWERED || result.steps() != 2 || result.turns() != 3) {
            throw new IllegalStateException("not the work that is measured: " + result);
        }
        return id;
    }

    private void bare() {
        BareWorkflow workflow = stack.client().newWorkflowStub(BareWorkflow.class, WorkflowOptions.newBuilder()
                .setTaskQueue("bare")
                .setWorkflowId("bare-" + ProcessHandle.current().pid() + "-" + number.incrementAndGet())
                .setDisableEagerExecution(false)
                .build());
        WorkflowClient.start(workflow::run);
        if (io.temporal.client.WorkflowStub.fromTyped(workflow).getResult(Integer.class) != BareWorkflow.ACTIVITIES) {
            throw new IllegalStateException("the bare workflow did something else");
        }
    }

    private Measured measure(int concurrency, int count, IntConsumer one) throws Exception {
        double[] latencies = new double[count];
        AtomicInteger next = new AtomicInteger();
        double cpuBefore = stack.processes().cpuMs();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int w = 0; w < concurrency; w++) {
                workers.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        long begin = System.nanoTime();
                        one.accept(i);
                        latencies[i] = (System.nanoTime() - begin) / 1e6;
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = (stack.processes().cpuMs() - cpuBefore) / count;
        Arrays.sort(latencies);
        return new Measured(latencies[count / 2], latencies[(int) (count * 0.95)], cpu, count / seconds);
    }

    private void print(int concurrency, String what, Measured m) {
        out.printf("%-12d %-8s %10.1f %10.1f %10.1f %10.1f%n", concurrency, what, m.p50(), m.p95(), m.cpuMs(), m.perSecond());
    }

    private record Measured(double p50, double p95, double cpuMs, double perSecond) {
        /** Each figure's median over the rounds. */
        static Measured median(List<Measured> rounds) {
            return new Measured(
                    middle(rounds.stream().mapToDouble(Measured::p50).toArray()),
                    middle(rounds.stream().mapToDouble(Measured::p95).toArray()),
                    middle(rounds.stream().mapToDouble(Measured::cpuMs).toArray()),
                    middle(rounds.stream().mapToDouble(Measured::perSecond).toArray()));
        }

        private static double middle(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }
}
