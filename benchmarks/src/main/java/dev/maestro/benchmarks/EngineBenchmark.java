package dev.maestro.benchmarks;

import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.Generation;
import dev.maestro.inference.engine.GenerationOutcome;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.inference.torch.Torch;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.policylocal.grammar.ActionLanguage;
import dev.maestro.policylocal.grammar.OfferedPair;
import dev.maestro.policylocal.grammar.TokenTrie;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The engine over a checkpoint that it makes itself: what a second turn costs, what the engine costs beside the
 * model's own calls, whether memory grows, and how long loading takes.
 *
 * <p>{@code EngineBenchmark FOLDER THREADS ROUNDS PART...}, parts {@code turns}, {@code throughput}, {@code memory},
 * {@code loading}. What is compared is measured in turns; figures are medians.
 */
public final class EngineBenchmark {
    private static final int PROMPT = 1_500;
    private static final int NEW = 100;
    private static final int STEPS = 48;
    private static final List<OfferedPair> PAIRS = List.of(new OfferedPair("Chart-R1", "Chart_Problem_Solver"),
            new OfferedPair("Counter-8B", "Counting_Problem_Solver"));

    private final Path folder;
    private final int threads;
    private final int rounds;
    private final Random random = new Random(1);

    private EngineBenchmark(Path folder, int threads, int rounds) {
        this.folder = folder;
        this.threads = threads;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws IOException {
        EngineBenchmark benchmark = new EngineBenchmark(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        for (String part : Arrays.copyOfRange(args, 3, args.length)) {
            switch (part) {
                case "turns" -> benchmark.turns();
                case "throughput" -> benchmark.throughput();
                case "memory" -> benchmark.memory();
                case "loading" -> benchmark.loading();
                default -> throw new IllegalArgumentException("no part \"" + part + "\"; there are turns, throughput, memory and loading");
            }
        }
    }

    private LoadOptions options() {
        return LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(16_384).with(TorchSettings.standard().with(threads));
    }

    private QwenModel small(int cacheTokens) throws IOException {
        Torch.start(options().torch());
        return QwenModel.load(SyntheticCheckpoint.of(folder, "28x256"), options().withCacheTokens(cacheTokens));
    }

    /** A model that outlives its engines. */
    private static DecoderModel lent(DecoderModel model) {
        return (DecoderModel) Proxy.newProxyInstance(EngineBenchmark.class.getClassLoader(), new Class<?>[]{DecoderModel.class},
                (_, method, values) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(model, values);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Engine engine(QwenModel model) {
        return Engine.start(lent(model), new SyntheticVocabulary(model.vocabularySize()),
                EngineSettings.within(model.cacheTokens() * model.bytesPerToken()));
    }

    private int[] words(int count) {
        return random.ints(count, 300, 4_000).toArray();
    }

    private static Finished finished(Generation generation) {
        return switch (generation.outcome().join()) {
            case Finished finished -> finished;
            case GenerationOutcome.Failed failed -> throw new IllegalStateException(failed.message());
        };
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static final class Turn {
        private final List<Double> ms = new ArrayList<>();
        private final List<Double> cpu = new ArrayList<>();
        private Finished last;

        Turn measure(Engine engine, TokenPrompt prompt) {
            long cpuBegun = processCpuNanos();
            long begun = System.nanoTime();
            last = finished(engine.submit(GenerationRequest.of(prompt, 1)));
            ms.add((System.nanoTime() - begun) / 1e6);
            cpu.add((processCpuNanos() - cpuBegun) / 1e6);
            return this;
        }

        void print(String what) {
            System.out.printf(Locale.ROOT, "| %s | %d | %d | %d | %.0f | %.0f |%n", what, last.promptTokens(), last.reusedTokens(),
                    last.promptTokens() - last.reusedTokens(),
                    median(ms), median(cpu));
        }
    }

    private void turns() throws IOException {
        Turn second = new Turn();
        Turn anew = new Turn();
        Turn onlyNew = new Turn();
        Turn shared = new Turn();
        Turn alone = new Turn();
        try (QwenModel model = small(16_384)) {
            for (int round = 0; round <= rounds; round++) {
                if (round == 1) { // the first one warms up
                    List.of(second, anew, onlyNew, shared, alone).forEach(turn -> {
                        turn.ms.clear();
                        turn.cpu.clear();
                    });
                }
                try (Engine engine = engine(model)) {
                    TokenPrompt first = TokenPrompt.text(words(PROMPT));
                    Finished answer = finished(engine.submit(GenerationRequest.of(first, 32).inConversation("q")));
                    TokenPrompt next = first.extendedBy(answer.ids()).extendedBy(words(NEW));
                    second.measure(engine, next);
                    anew.measure(engine, unlike(next));
                    onlyNew.measure(engine, TokenPrompt.text(words(NEW)));
                }
                try (Engine engine = engine(model)) {
                    TokenPrompt system = TokenPrompt.text(words(PROMPT));
                    finished(engine.submit(GenerationRequest.of(system.extendedBy(words(NEW)), 1)));
                    TokenPrompt other = system.extendedBy(words(NEW));
                    shared.measure(engine, other);
                    alone.measure(engine, unlike(other));
                }
            }
        }
        System.out.println("\n| to the first token | tokens | reused | computed | ms | CPU ms |\n| --- | --- | --- | --- | --- | --- |");
        second.print("second turn of a conversation");
        anew.print("the same length with nothing to reuse");
        onlyNew.print("as many tokens as are new, alone");
        shared.print("another query behind the same system prompt");
        alone.print("the same length with nothing to reuse");
    }

    /** As long, and other from the first token on. */
    private static TokenPrompt unlike(TokenPrompt prompt) {
        return TokenPrompt.text(IntStream.of(prompt.tokens()).map(token -> 4_095 - token).toArray());
    }

    private void throughput() throws IOException {
        System.out.println(
                "\n| at once | how | ms of a step | bare model's | ratio | CPU ms of a step | bare model's | ratio | tokens/s |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        try (QwenModel model = small(16_384)) {
            SyntheticVocabulary vocabulary = new SyntheticVocabulary(model.vocabularySize());
            ActionLanguage language = new ActionLanguage(vocabulary, TokenTrie.of(vocabulary), PAIRS, true, true);
            for (int batch : new int[]{1, 4, 16}) {
                compare(model, batch, "greedy", r -> r);
                compare(model, batch, "drawn", r -> r.sampled(Sampling.at(1, 1)));
                compare(model, batch, "greedy in the grammar", r -> r.within(language));
                compare(model, batch, "drawn in the grammar", r -> r.sampled(Sampling.at(1, 1)).within(language));
            }
        }
    }

    /** @param cpu of the thread that calls the model; with one thread, all that is computed, and neither the compiler nor the collector */
    private record Step(double ms, double cpu) {}

    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void compare(QwenModel model, int batch, String how, UnaryOperator<GenerationRequest> with) {
        List<int[]> prompts = IntStream.rangeClosed(1, batch).mapToObj(i -> words(256 * i / batch)).toList();
        List<Step> ours = new ArrayList<>();
        List<Step> bare = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Step engine = steps(model, prompts, with);
            Step plain = bare(model, prompts);
            if (round > 0) { // the first one warms up
                ours.add(engine);
                bare.add(plain);
            }
        }
        double a = median(ours.stream().map(Step::ms).toList());
        double b = median(bare.stream().map(Step::ms).toList());
        double c = median(ours.stream().map(Step::cpu).toList());
        double d = median(bare.stream().map(Step::cpu).toList());
        System.out.printf(Locale.ROOT, "| %d | %s | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f | %.0f |%n", batch, how, a, b, a / b, c, d,
                c / d, 1_000 * batch / a);
    }

    /** From the moment when all decode to when the first of them has all its tokens. */
    private static Step steps(QwenModel model, List<int[]> prompts, UnaryOperator<GenerationRequest> with) {
        AtomicLong began = new AtomicLong();
        AtomicLong beganCpu = new AtomicLong();
        AtomicReference<Step> step = new AtomicReference<>();
        int[] written = new int[prompts.size()];
        int[] atBegin = new int[prompts.size()];
        try (Engine engine = engine(model)) {
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                int own = i;
                // Longer than what is read along of: the short way to the end is no matter of speed.
                generations
                        .add(engine.submit(with.apply(GenerationRequest.of(TokenPrompt.text(prompts.get(i)), 2_000).notHeld()), (_, _) -> {
                            written[own]++;
                            if (began.get() == 0 && IntStream.of(written).allMatch(count -> count > 0)) {
                                System.arraycopy(written, 0, atBegin, 0, written.length);
                                beganCpu.set(cpuNanos());
                                began.set(System.nanoTime());
                            } else if (began.get() != 0 && step.get() == null && own == 0 && written[0] - atBegin[0] == STEPS) {
                                step.set(new Step((System.nanoTime() - began.get()) / 1e6 / STEPS,
                                        (cpuNanos() - beganCpu.get()) / 1e6 / STEPS));
                            }
                        }));
            }
            while (step.get() == null && !generations.getFirst().outcome().isDone()) {
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            generations.forEach(Generation::cancel);
            generations.forEach(generation -> generation.outcome().join());
        }
        Step measured = step.get();
        if (measured == null) {
            throw new IllegalStateException("a text was over before it was measured; take another seed");
        }
        return measured;
    }

    private static Step bare(QwenModel model, List<int[]> prompts) {
        List<DecoderModel.Sequence> sequences = new ArrayList<>();
        int[] last = new int[prompts.size()];
        for (int i = 0; i < last.length; i++) {
            TokenPrompt prompt = TokenPrompt.text(prompts.get(i));
            DecoderModel.Sequence sequence = model.open(prompt.length() + STEPS + 1);
            sequences.add(sequence);
            try (DecoderModel.Logits logits = model.prefill(sequence, new PromptSpan(prompt.tokens(), prompt.positions(), List.of()))) {
                last[i] = logits.argmax()[0];
            }
        }
        long cpu = cpuNanos();
        long begun = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            try (DecoderModel.Logits logits = model.decode(sequences, last)) {
                last = logits.argmax();
            }
        }
        Step step = new Step((System.nanoTime() - begun) / 1e6 / STEPS, (cpuNanos() - cpu) / 1e6 / STEPS);
        sequences.forEach(DecoderModel.Sequence::close);
        return step;
    }

    private void memory() throws IOException {
        System.out.println(
                "\n| after tokens | resident MB | Java heap MB | direct MB | malloc MB | finished | cancelled |\n| --- | --- | --- | --- | --- | --- | --- |");
        // A pool that is touched all over soon: its pages become resident when they are first written.
        try (QwenModel model = small(3_072); Engine engine = engine(model)) {
            SyntheticVocabulary vocabulary = new SyntheticVocabulary(model.vocabularySize());
            ActionLanguage language = new ActionLanguage(vocabulary, TokenTrie.of(vocabulary), PAIRS, true, true);
            List<Generation> under = new ArrayList<>();
            int[] ends = new int[2];
            for (int milestone : new int[]{500, 1_000, 2_500, 5_000, 10_000}) {
                while (engine.statistics().generatedTokens() < milestone) {
                    while (under.size() < 12) {
                        GenerationRequest request = GenerationRequest
                                .of(TokenPrompt.text(words(1 + random.nextInt(120))), 1 + random.nextInt(100))
                                .sampled(Sampling.at(1, random.nextLong()));
                        request = random.nextBoolean() ? request.within(language) : request;
                        request = random.nextInt(3) == 0 ? request.notHeld() : request;
                        under.add(engine.submit(request));
                    }
                    if (random.nextInt(4) == 0) {
                        under.get(random.nextInt(under.size())).cancel();
                    }
                    finished(under.get(random.nextInt(3)));
                    under.removeIf(generation -> {
                        if (generation.outcome().isDone()) {
                            ends[finished(generation).reason() == GenerationOutcome.Reason.CANCELLED ? 1 : 0]++;
                        }
                        return generation.outcome().isDone();
                    });
                }
                Footprint now = Footprint.now();
                System.out.printf(Locale.ROOT, "| %d | %s | %d | %d |%n", engine.statistics().generatedTokens(), now.row(), ends[0],
                        ends[1]);
            }
        }
    }

    private void loading() throws IOException {
        Path checkpoint = SyntheticCheckpoint.of(folder, "1GB");
        Torch.start(options().torch());
        LoadOptions plain = options().withCacheTokens(2_048).keeping(LoadOptions.Matrices.PLAIN);
        System.out.printf(Locale.ROOT, "%n| %.2f GB of float32 | s | CPU s |%n| --- | --- | --- |%n",
                java.nio.file.Files.size(checkpoint.resolve("model.safetensors")) / 1e9);
        load(checkpoint, "as it is stored", plain);
        load(checkpoint, "large matrices packed", options().withCacheTokens(2_048));
        load(checkpoint, "all packed", plain.keeping(LoadOptions.Matrices.PACKED));
        load(checkpoint, "to bfloat16, in halves", options().withCacheTokens(2_048).in(DataType.BFLOAT16));
        load(checkpoint, "to bfloat16", plain.in(DataType.BFLOAT16));
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void load(Path checkpoint, String how, LoadOptions options) {
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long cpuBegun = processCpuNanos();
            long begun = System.nanoTime();
            QwenModel model = QwenModel.load(checkpoint, options);
            wall.add((System.nanoTime() - begun) / 1e9);
            cpu.add((processCpuNanos() - cpuBegun) / 1e9);
            model.close();
        }
        System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", how, median(wall), median(cpu));
    }
}
