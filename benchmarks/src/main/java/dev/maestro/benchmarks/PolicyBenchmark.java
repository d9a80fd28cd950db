package dev.maestro.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.engine.DecoderModel.Logits;
import dev.maestro.inference.engine.DecoderModel.Sequence;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.MropePositions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.inference.torch.Torch;
import dev.maestro.inference.torch.TorchSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The model in this process beside the transformers library, on random checkpoints of two shapes: turns of a few
 * steps each within one run, so that both see the same machine. Prompts of a batch have different lengths.
 *
 * <p>Arguments: python with torch and transformers, a folder for the checkpoints, threads, rounds, then shapes and
 * types, e.g. {@code 28x256:float32 0.6B:float32:bfloat16}: the type computed with, and that of the file where it is
 * another. Both sides compute on {@code -Ddevice}, {@code cpu} or {@code cuda}; {@code -Dmatrices=packed} keeps matrices
 * so ({@link LoadOptions.Matrices}), {@code -Dbatches=1,32} chooses the batches, {@code -Dbandwidth=4800} (GB/s) sets each
 * decode step beside the time in which the weights could be read once.
 */
public final class PolicyBenchmark {
    private static final Path SCRIPT = Path.of("benchmarks/src/main/python/policy_reference.py");
    /** Longest prompt of a batch; {@code -Dprompt=64} makes room for the library's slow bfloat16 prefill. */
    private static final int PROMPT = Integer.getInteger("prompt", 512);
    private static final int STEPS = 8;
    private static final String DEVICE = System.getProperty("device", "cpu");
    private static final int[] BATCHES = Arrays.stream(System.getProperty("batches", "1,4,16").split(",")).mapToInt(Integer::parseInt)
            .toArray();

    private PolicyBenchmark() {}

    public static void main(String[] args) throws Exception {
        String python = args[0];
        Path folder = Path.of(args[1]);
        int threads = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        System.out.println("| shape | type | what | ours ms | transformers ms | ratio of wall time | ratio of CPU time |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (String which : Arrays.copyOfRange(args, 4, args.length)) {
            String[] parts = which.split(":");
            DataType type = DataType.ofWritten(parts[1]).orElseThrow();
            DataType stored = parts.length < 3 ? type : DataType.ofWritten(parts[2]).orElseThrow();
            run(python, folder, parts[0], type, stored, threads, rounds);
        }
    }

    private static void run(String python, Path folder, String shape, DataType type, DataType stored, int threads, int rounds)
            throws Exception {
        Path checkpoint = folder.resolve(shape + "-" + stored.written());
        if (!Files.exists(checkpoint.resolve("config.json"))) {
            new ProcessBuilder(python, SCRIPT.toString(), "make", checkpoint.toString(), shape, stored.written()).inheritIO().start()
                    .waitFor();
        }
        LoadOptions options = Boolean.getBoolean("together") ? LoadOptions.standard().attendingTogether(true) : LoadOptions.standard();
        String matrices = System.getProperty("matrices", "");
        options = (matrices.isEmpty() ? options : options.keeping(LoadOptions.Matrices.valueOf(matrices.toUpperCase(Locale.ROOT))))
                .in(type);
        options = options.on(LoadOptions.device(DEVICE))
                .withCacheTokens((long) Arrays.stream(BATCHES).max().orElseThrow() * (PROMPT + 1024))
                .with(TorchSettings.standard().with(threads));
        Torch.start(options.torch());
        long started = System.nanoTime();
        try (QwenModel model = QwenModel.load(checkpoint, options)) {
            System.err.printf(Locale.ROOT, "%s %s, matrices %s, loaded in %.2f s%n", shape, type.written(), model.matrices(),
                    (System.nanoTime() - started) / 1e9);
            try (Reference reference = new Reference(python, checkpoint, type, threads)) {
                compare(new Ours(model), reference, shape + ", stored as " + stored.written(), type, rounds);
            }
        }
    }

    private static void compare(Ours ours, Reference reference, String shape, DataType type, int rounds) throws IOException {
        report(shape, type, "prefill " + PROMPT, rounds, ours::prefill, () -> reference.ask("prefill " + PROMPT));
        for (int batch : BATCHES) {
            int[] lengths = IntStream.rangeClosed(1, batch).map(i -> PROMPT * i / batch).toArray();
            ours.begin(lengths);
            reference.ask("begin " + String.join(" ", Arrays.stream(lengths).mapToObj(Integer::toString).toList()));
            Times times = report(shape, type, "decode batch " + batch, rounds, ours::decode, () -> reference.ask("decode " + STEPS));
            ours.limit().ifPresent(limit -> System.out.printf(Locale.ROOT, "reading the weights once takes %.2f ms: %.2f of a step%n",
                    limit, limit * 1e6 / median(times.wall)));
            ours.end();
        }
    }

    private interface Side {
        Times measure() throws IOException;
    }

    private record Times(List<Long> wall, List<Long> cpu) {
        static Times none() {
            return new Times(new ArrayList<>(), new ArrayList<>());
        }

        void add(Times more) {
            wall.addAll(more.wall);
            cpu.addAll(more.cpu);
        }
    }

    private static Times report(String shape, DataType type, String what, int rounds, Side ours, Side theirs) throws IOException {
        Times a = Times.none();
        Times b = Times.none();
        ours.measure();
        theirs.measure();
        for (int i = 0; i < rounds; i++) {
            a.add(ours.measure());
            b.add(theirs.measure());
        }
        System.out.printf(Locale.ROOT, "| %s | %s | %s | %.2f | %.2f | %.2f | %.2f |%n", shape, type.written(), what, median(a.wall) / 1e6,
                median(b.wall) / 1e6,
                median(b.wall) / median(a.wall), median(b.cpu) / median(a.cpu));
        return a;
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** The model in this process. */
    private static final class Ours {
        private final QwenModel model;
        private final List<Sequence> sequences = new ArrayList<>();
        private int[] last = {};

        Ours(QwenModel model) {
            this.model = model;
        }

        private PromptSpan words(int count) {
            int[] tokens = IntStream.range(0, count).map(i -> (int) (i * 7919L % model.vocabularySize())).toArray();
            return new PromptSpan(tokens, MropePositions.text(0, count).rows(), List.of());
        }

        /** Milliseconds, where the bandwidth of the memory was given. */
        OptionalDouble limit() {
            double bandwidth = Double.parseDouble(System.getProperty("bandwidth", "0"));
            return bandwidth > 0 ? OptionalDouble.of(model.estimate().weights() / bandwidth / 1e6) : OptionalDouble.empty();
        }

        Times prefill() {
            Times times = Times.none();
            try (Sequence sequence = model.open(PROMPT)) {
                timed(times, () -> model.prefill(sequence, words(PROMPT)).argmax());
            }
            return times;
        }

        void begin(int[] lengths) {
            last = new int[lengths.length];
            for (int i = 0; i < lengths.length; i++) {
                Sequence sequence = model.open(lengths[i] + 1024);
                sequences.add(sequence);
                try (Logits logits = model.prefill(sequence, words(lengths[i]))) {
                    last[i] = logits.argmax()[0];
                }
            }
        }

        Times decode() {
            Times times = Times.none();
            for (int i = 0; i < STEPS; i++) {
                timed(times, () -> {
                    try (Logits logits = model.decode(sequences, last)) {
                        last = logits.argmax();
                    }
                });
            }
            return times;
        }

        void end() {
            sequences.forEach(Sequence::close);
            sequences.clear();
        }

        private static void timed(Times times, Runnable work) {
            var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = system.getProcessCpuTime();
            long wall = System.nanoTime();
            work.run();
            times.wall.add(System.nanoTime() - wall);
            times.cpu.add(system.getProcessCpuTime() - cpu);
        }
    }

    /** The library, in a process of its own that waits while we measure ourselves. */
    private static final class Reference implements AutoCloseable {
        private final Process process;
        private final BufferedReader in;
        private final BufferedWriter out;

        Reference(String python, Path checkpoint, DataType type, int threads) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(python, SCRIPT.toString(), "serve", checkpoint.toString(), type.written(),
                    Integer.toString(threads), DEVICE);
            if (!Boolean.getBoolean("reference.large.pages")) {
                // Set for us to see what large pages give; the library is measured as it is usually started.
                builder.environment().remove("THP_MEM_ALLOC_ENABLE");
            }
            process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            in.readLine();
        }

        Times ask(String command) throws IOException {
            out.write(command);
            out.newLine();
            out.flush();
            JsonNode answer = Json.MAPPER.readTree(in.readLine());
            Times times = Times.none();
            answer.path("wall").forEach(n -> times.wall.add(n.longValue()));
            answer.path("cpu").forEach(n -> times.cpu.add(n.longValue()));
            return times;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
