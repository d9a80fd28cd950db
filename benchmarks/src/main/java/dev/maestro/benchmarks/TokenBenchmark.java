package dev.maestro.benchmarks;

import dev.maestro.inference.engine.Constraint;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.GenerationOutcome;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenMask;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.policylocal.grammar.ActionLanguage;
import dev.maestro.policylocal.grammar.OfferedPair;
import dev.maestro.policylocal.grammar.TokenTrie;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a token costs beside the model, with a vocabulary of 151,936: masks of the grammar, first and again, and a
 * whole token through the engine over a model that computes nothing. Scores are spread as if nothing were known
 * (standard deviation 1), which is the dearest case for filters, or as a model's are (5).
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class TokenBenchmark {
    private static final int TOKENS = 64;
    private static final int BATCH = 16;
    private static final SyntheticVocabulary VOCABULARY = new SyntheticVocabulary(SyntheticVocabulary.LARGE);
    private static final TokenTrie TRIE = TokenTrie.of(VOCABULARY);
    private static final List<OfferedPair> PAIRS = List.of(new OfferedPair("Chart-R1", "Chart_Problem_Solver"),
            new OfferedPair("Chart-R1", "Counting_Problem_Solver"),
            new OfferedPair("Counter-8B", "Counting_Problem_Solver"));

    private static ActionLanguage language() {
        return new ActionLanguage(VOCABULARY, TRIE, PAIRS, true, true);
    }

    /** As far from the limit as a decision mostly is: without the short way to the end. */
    private static Constraint unhurried(ActionLanguage language) {
        return (Constraint) Proxy.newProxyInstance(TokenBenchmark.class.getClassLoader(), new Class<?>[]{Constraint.class},
                (_, method, values) -> method.getName().equals("tokensInHurry") ? (Object) 0 : method.invoke(language, values));
    }

    /** Places of a turn by the text before them. */
    @State(Scope.Benchmark)
    public static class Places {
        @Param({"free:", "tag:A <sear", "name:<search>", "name:<search>Chart-R1@@C", "question:<search>Chart-R1@@Chart_Problem_Solver: q"})
        public String place;

        private byte[] before;
        private ActionLanguage known;
        private int state;

        @Setup
        public void prepare() {
            before = place.substring(place.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
            known = language();
            state = known.after(known.start(), before).orElseThrow();
        }
    }

    @Benchmark
    public TokenMask maskFirst(Places places) {
        ActionLanguage fresh = language();
        return fresh.mask(fresh.after(fresh.start(), places.before).orElseThrow());
    }

    @Benchmark
    public TokenMask maskAgain(Places places) {
        return places.known.mask(places.state);
    }

    @Benchmark
    public TokenTrie tree() {
        return TokenTrie.of(VOCABULARY);
    }

    /** An engine over scores that are always the same. */
    @State(Scope.Benchmark)
    public static class Drawing {
        @Param({"greedy", "drawn", "top-k", "top-p", "top-k+top-p", "greedy in the grammar", "drawn in the grammar"})
        public String how;

        @Param({"1", "5"})
        public double spread;

        private Engine engine;
        private GenerationRequest request;

        @Setup
        public void prepare() {
            engine = Engine.start(new Still(spread), VOCABULARY, EngineSettings.within(1L << 30));
            Sampling sampling = switch (how) {
                case "greedy", "greedy in the grammar" -> Sampling.GREEDY;
                case "top-k" -> new Sampling(1, 20, 1, 0, 1);
                case "top-p" -> new Sampling(1, 0, 0.95, 0, 1);
                case "top-k+top-p" -> new Sampling(0.7, 20, 0.8, 0, 1);
                default -> Sampling.at(1, 1);
            };
            GenerationRequest plain = GenerationRequest.of(TokenPrompt.text(1, 2, 3), TOKENS).sampled(sampling).notHeld();

            request = how.contains("grammar") ? plain.within(unhurried(language())) : plain;
        }

        @TearDown
        public void close() {
            engine.close();
        }
    }

    /** Sixteen texts at once, for one token of one of them. */
    @Benchmark
    @OperationsPerInvocation(TOKENS * BATCH)
    public List<GenerationOutcome> tokenOfSixteen(Drawing drawing) {
        return IntStream.range(0, BATCH).mapToObj(_ -> drawing.engine.submit(drawing.request)).toList().stream()
                .map(one -> one.outcome().join()).toList();
    }

    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public GenerationOutcome token(Drawing drawing) {
        return drawing.engine.submit(drawing.request).outcome().join();
    }

    /** Computes nothing. */
    private record Still(double spread) implements DecoderModel {
        private record Row(float[] scores, int best, int rows) implements Logits {
            @Override
            public float[] row(int row) {
                return scores.clone();
            }

            @Override
            public int[] argmax() {
                int[] all = new int[rows];
                java.util.Arrays.fill(all, best);
                return all;
            }

            @Override
            public float[] logProbabilities(int[] tokens) {
                return new float[tokens.length];
            }

            @Override
            public void close() {
                // on the heap
            }
        }

        private static final class Counted implements Sequence {
            private final int capacity;
            private int length;

            Counted(int capacity) {
                this.capacity = capacity;
            }

            @Override
            public int length() {
                return length;
            }

            @Override
            public int capacity() {
                return capacity;
            }

            @Override
            public void close() {
                // nothing is held
            }
        }

        private Row row(int rows) {
            return new Row(SCORES.get(spread), BEST, rows);
        }

        private static final int BEST = 5_000;
        private static final java.util.Map<Double, float[]> SCORES = java.util.Map.of(1.0, scores(1), 5.0, scores(5));

        private static float[] scores(double spread) {
            Random random = new Random(1);
            float[] scores = new float[SyntheticVocabulary.LARGE];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (random.nextGaussian() * spread);
            }
            scores[BEST] = (float) (5 * spread);
            return scores;
        }

        @Override
        public int vocabularySize() {
            return SyntheticVocabulary.LARGE;
        }

        @Override
        public int maxPositions() {
            return 1 << 20;
        }

        @Override
        public long bytesPerToken() {
            return 1;
        }

        @Override
        public ImageFeatures encode(PixelPatches image) {
            throw new UnsupportedOperationException("no images here");
        }

        @Override
        public Sequence open(int capacity) {
            return new Counted(capacity);
        }

        @Override
        public Sequence fork(Sequence source, int tokens, int capacity) {
            Counted fork = new Counted(capacity);
            fork.length = tokens;
            return fork;
        }

        @Override
        public Logits prefill(Sequence sequence, PromptSpan span) {
            ((Counted) sequence).length += span.tokens().length;
            return row(1);
        }

        @Override
        public Logits prefillAll(Sequence sequence, PromptSpan span) {
            return prefill(sequence, span);
        }

        @Override
        public Logits decode(List<Sequence> sequences, int[] tokens) {
            sequences.forEach(sequence -> ((Counted) sequence).length++);
            return row(sequences.size());
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    /** @param args those of JMH; without a pattern, all of this class */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        CommandLineOptions given = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(TokenBenchmark.class.getSimpleName());
        }
        new Runner(options.build()).run();
    }
}
