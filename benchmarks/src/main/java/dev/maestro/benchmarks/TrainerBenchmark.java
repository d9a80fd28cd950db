package dev.maestro.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.inference.torch.Torch;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.PromptImages;
import dev.maestro.training.torch.QwenTrainer;
import dev.maestro.training.torch.TrainerSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A step of GRPO by the trainer beside PyTorch eager with the transformers library, in turn on the same random checkpoint and the same
 * batch: forward, backward, bounded norm and AdamW. The library computes each trajectory with its prompt, padded to the longest, and
 * scores the positions that were drawn. Then the memory of the trainer over many steps, and time and bytes of a hand-over.
 *
 * <p>Arguments: python with torch and transformers, a folder for the checkpoint, threads, rounds, steps of the memory part (0: none),
 * then cases {@code GROUPSxROLLOUTSxPROMPTxRESPONSE:EVERY}, of which every how manieth token of a response was drawn, the others forced:
 * e.g. {@code 20x16x110x25:5 1x8x512x128:1}.
 */
public final class TrainerBenchmark {
    private static final Path SCRIPT = Path.of("benchmarks/src/main/python/trainer_reference.py");
    private static final String SHAPE = System.getProperty("shape", "28x256");
    private static final OptimiserSettings OPTIMISER = OptimiserSettings.standard().at(1e-6).warmingUp(0);
    private static final EntropyCoefficients NO_ENTROPY = new EntropyCoefficients(EntropySettings.none(), Map.of());

    private TrainerBenchmark() {}

    /** One batch's sizes. */
    private record Case(String name, int groups, int rollouts, int prompt, int response, int every) {
        static Case of(String written) {
            int[] n = Arrays.stream(written.split("[x:]")).mapToInt(Integer::parseInt).toArray();
            return new Case(written, n[0], n[1], n[2], n[3], n[4]);
        }

        /** Groups whose rewards differ; ids from a seed. */
        List<List<Trajectory>> trajectories(int vocabulary) {
            SplittableRandom random = new SplittableRandom(7);
            List<List<Trajectory>> all = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                int[] ids = random.ints(prompt, 0, vocabulary).toArray();
                List<Trajectory> group = new ArrayList<>();
                for (int r = 0; r < rollouts; r++) {
                    int[] written = random.ints(response, 0, vocabulary).toArray();
                    List<Decision> decisions = new ArrayList<>();
                    for (int at = 0; at < response; at += every) {
                        decisions.add(new Decision(at, new int[0], written[at], -Math.log(vocabulary), DecisionKind.TEXT, true));
                    }
                    group.add(new Trajectory("t" + r, "g" + g, ids, written, decisions, r % 2, Ending.FINISHED, 1, "v"));
                }
                all.add(group);
            }
            return all;
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        int threads = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        int steps = Integer.parseInt(args[4]);
        List<Case> cases = Arrays.stream(args).skip(5).map(Case::of).toList();
        Path checkpoint = SyntheticCheckpoint.of(folder, SHAPE);
        TorchSettings torch = TorchSettings.standard().with(threads);
        Torch.start(torch);
        try (QwenTrainer trainer = QwenTrainer.open(checkpoint, TrainerSettings.standard().with(torch));
                Reference reference = new Reference(args[0], checkpoint, threads)) {
            int vocabulary = trainer.weights().config().text().vocabularySize();
            System.out.printf(Locale.ROOT, "%s, %d threads, %d rounds%n", SHAPE, threads, rounds);
            System.out.println("| groups x rollouts x prompt x response : every | ours ms | eager ms | ratio |");
            System.out.println("| --- | --- | --- | --- |");
            for (Case each : cases) {
                compare(each, trainer, reference, vocabulary, rounds);
            }
            if (steps > 0) {
                memory(cases.getFirst(), trainer, vocabulary, steps);
            }
            handOver(trainer, folder.resolve("handed-over"));
        }
    }

    private static void compare(Case sizes, QwenTrainer trainer, Reference reference, int vocabulary, int rounds) throws IOException {
        List<List<Trajectory>> groups = sizes.trajectories(vocabulary);
        GrpoBatch batch = batch(groups, sizes);
        reference.give(groups);
        step(trainer, batch);
        reference.step();
        List<Long> ours = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ours.add(step(trainer, batch));
            theirs.add(reference.step());
        }
        System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", sizes.name(), median(ours) / 1e6, median(theirs) / 1e6,
                median(theirs) / median(ours));
    }

    private static GrpoBatch batch(List<List<Trajectory>> groups, Case sizes) {
        return GrpoBatch.of(groups, GrpoSettings.standard().groupsOf(sizes.rollouts()).comparingWith(GrpoSettings.Old.CURRENT));
    }

    private static long step(QwenTrainer trainer, GrpoBatch batch) {
        long began = System.nanoTime();
        if (!trainer.step(batch, PromptImages.NONE, NO_ENTROPY, OPTIMISER).taken()) {
            throw new IllegalStateException("the step was not taken");
        }
        return System.nanoTime() - began;
    }

    private static void memory(Case sizes, QwenTrainer trainer, int vocabulary, int steps) {
        GrpoBatch batch = batch(sizes.trajectories(vocabulary), sizes);
        long tenth = 0;
        for (int i = 1; i <= steps; i++) {
            step(trainer, batch);
            if (i == Math.max(1, steps / 10)) {
                tenth = resident();
            }
        }
        System.out.printf(Locale.ROOT, "resident after %d steps %d MB, after %d steps %d MB%n", Math.max(1, steps / 10), tenth >> 20, steps,
                resident() >> 20);
    }

    private static void handOver(QwenTrainer trainer, Path into) throws IOException {
        List<Long> took = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < 5; i++) {
            delete(into);
            long began = System.nanoTime();
            trainer.save(into);
            took.add(System.nanoTime() - began);
            try (Stream<Path> files = Files.list(into)) {
                bytes = files.mapToLong(file -> file.toFile().length()).sum();
            }
        }
        delete(into);
        System.out.printf(Locale.ROOT, "hand-over: %.1f MB written aside, forced and renamed in %.1f ms%n", bytes / 1e6,
                median(took) / 1e6);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Bytes of this process in memory, as the kernel says. */
    private static long resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** PyTorch eager, in a process of its own that waits while we measure ourselves. */
    private static final class Reference implements AutoCloseable {
        private final Process process;
        private final BufferedReader in;
        private final BufferedWriter out;

        Reference(String python, Path checkpoint, int threads) throws IOException {
            process = new ProcessBuilder(python, SCRIPT.toString(), checkpoint.toString(), Integer.toString(threads))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            out = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            answer();
        }

        void give(List<List<Trajectory>> groups) throws IOException {
            List<Map<String, Object>> rows = groups.stream().flatMap(List::stream).map(t -> Map.<String, Object>of("prompt", t.prompt(),
                    "response", t.response(), "drawn", t.decisions().stream().map(Decision::position).toList(), "reward", t.reward() - 0.5))
                    .toList();
            send(Json.write(Map.of("batch", rows)));
            answer();
        }

        long step() throws IOException {
            send("{\"step\": 1}");
            return answer().path("wall").longValue();
        }

        private void send(String line) throws IOException {
            out.write(line);
            out.newLine();
            out.flush();
        }

        private JsonNode answer() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the reference ended; its words are above");
            }
            return Json.MAPPER.readTree(line);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
