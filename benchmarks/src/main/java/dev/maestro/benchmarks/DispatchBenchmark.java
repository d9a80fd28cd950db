package dev.maestro.benchmarks;

import dev.maestro.rules.Call;
import dev.maestro.rules.RuleSet;
import dev.maestro.rules.RuleSets;
import dev.maestro.rules.SyntheticRegistry;
import dev.maestro.rules.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One judgement of the rules: admit, dispatch, limits, trace included. Goals: median under 100 µs with 20
 * skills, and at most double that with 10,000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 4, time = 3)
@Fork(1)
public class DispatchBenchmark {
    /** Calls to choose from, so that nothing is learned by heart. */
    private static final int CALLS = 1_024;

    /** Level-2 skills in the registry. */
    @Param({"20", "1000", "10000"})
    public int skills;

    private RuleSet rules;
    private Call[] calls;
    private int next;

    @Setup
    public void prepare() {
        rules = new RuleSets().forSnapshot(SyntheticRegistry.of(skills));
        calls = new Call[CALLS];
        for (int i = 0; i < CALLS; i++) {
            calls[i] = SyntheticRegistry.call(i);
        }
    }

    @Benchmark
    public Verdict judge() {
        next = (next + 1) % CALLS;
        return rules.judge(calls[next]);
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(DispatchBenchmark.class.getSimpleName()).build()).run();
    }
}
