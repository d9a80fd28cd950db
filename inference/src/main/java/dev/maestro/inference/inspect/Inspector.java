package dev.maestro.inference.inspect;

import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.CheckpointErrors;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.MemoryEstimate;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.inspect.Inspection.ImageFacts;
import dev.maestro.inference.inspect.Inspection.Memory;
import dev.maestro.inference.inspect.Inspection.Refused;
import dev.maestro.inference.inspect.Inspection.TokenizerFacts;
import dev.maestro.inference.inspect.Inspection.Weights;
import dev.maestro.inference.prompt.GenerationDefaults;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.text.ChatTemplate;
import dev.maestro.inference.text.Tokenizer;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at every part of a folder by itself, so that all refusals are seen at once. Reads heads of files only. */
public final class Inspector {
    /** As many tokens of a prompt pass through at once as the loader takes. */
    private static final int CHUNK = 1024;

    private static final int[][] USUAL_IMAGES = {{448, 448}, {1024, 768}, {1920, 1080}};

    private final Path folder;
    private final List<Refused> refused = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private Inspector(Path folder) {
        this.folder = folder;
    }

    public static Inspection inspect(Path folder) {
        return new Inspector(folder).run();
    }

    private Inspection run() {
        Optional<ModelConfig> config = part("config", () -> Optional.of(ModelConfig.read(folder)));
        Optional<Weights> weights = part("weights", () -> Optional.of(weights(config)));
        Optional<GenerationDefaults> generation = config
                .flatMap(read -> part("generation config", () -> Optional.of(GenerationDefaults.read(folder, read))));
        Optional<TokenizerFacts> tokenizer = tokenizer(generation);
        Optional<String> template = part("chat template",
                () -> ChatTemplate.of(folder).map(found -> found.file().getFileName().toString()));
        Optional<ImageFacts> images = part("image processor", () -> ImageProcessor.of(folder).map(Inspector::images));
        boolean sees = config.flatMap(ModelConfig::vision).isPresent();
        if (template.isEmpty() && none("chat template")) {
            missing.add("no chat template: it takes token_ids only");
        }
        if (sees && images.isEmpty() && none("image processor")) {
            missing.add("no image processor: it takes no pictures");
        }
        if (refused.isEmpty() && tokenizer.isPresent()) {
            agree();
        }
        return new Inspection(folder.toString(), config, weights, config.map(read -> memory(read, weights)).orElse(List.of()), tokenizer,
                template, sees ? images : Optional.empty(), generation, refused, missing,
                generation.map(GenerationDefaults::ignored).orElse(List.of()));
    }

    private <T> Optional<T> part(String name, Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (CheckpointRefusedException e) {
            refused.add(new Refused(name, e.code().name(), e.reason()));
            return Optional.empty();
        }
    }

    private boolean none(String part) {
        return refused.stream().noneMatch(one -> one.part().equals(part));
    }

    /** What only shows when all parts are put together. */
    private void agree() {
        part("folder", () -> {
            PromptWriter.of(folder).close();
            return Optional.empty();
        });
    }

    private Weights weights(Optional<ModelConfig> config) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            Map<String, Long> bytes = new TreeMap<>();
            Map<String, Long> files = new TreeMap<>();
            for (StoredTensor tensor : checkpoint.tensors().values()) {
                bytes.merge(tensor.dtype(), tensor.bytes(), Long::sum);
                files.computeIfAbsent(tensor.file().getFileName().toString(), _ -> size(tensor.file()));
            }
            long parameters = 0;
            boolean sixteenBits = false;
            Set<String> unused = new HashSet<>(checkpoint.tensors().keySet());
            if (config.isPresent()) {
                WeightPlan plan = WeightPlan.of(config.get());
                plan.check(checkpoint);
                parameters = plan.parameters();
                sixteenBits = plan.sixteenBits(checkpoint, DataType.FLOAT32);
                Stream.of(plan.text(), plan.biases(), plan.vision()).flatMap(List::stream).forEach(need -> unused.remove(need.name()));
            }
            return new Weights(parameters, checkpoint.tensors().size(), config.isPresent() ? unused.size() : 0, bytes, files, sixteenBits);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_UNREADABLE, file + " cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    private static List<Memory> memory(ModelConfig config, Optional<Weights> weights) {
        boolean sixteenBits = weights.map(Weights::sixteenBits).orElse(false);
        return Stream.of(DataType.FLOAT32, DataType.BFLOAT16).map(type -> {
            boolean halves = type == DataType.BFLOAT16 || sixteenBits;
            MemoryEstimate estimate = MemoryEstimate.of(config, type.bytes(), type.bytes(), CHUNK);
            MemoryEstimate fastest = halves
                    ? MemoryEstimate.halved(config, type.bytes(), CHUNK)
                    : MemoryEstimate.packed(config, type.bytes(), CHUNK);
            return new Memory(type, estimate.weights(), 1000 * estimate.perToken(), estimate.activations(), estimate.perImageToken(),
                    estimate.with(1000), fastest.with(1000), halves);
        }).toList();
    }

    private Optional<TokenizerFacts> tokenizer(Optional<GenerationDefaults> generation) {
        if (!Files.exists(folder.resolve("tokenizer.json"))) {
            missing.add("no tokenizer.json: it takes and gives token_ids only");
            return Optional.empty();
        }
        return part("tokenizer", () -> {
            try (Tokenizer tokenizer = Tokenizer.of(folder)) {
                List<String> ends = generation.map(GenerationDefaults::endTokens).orElse(Set.of()).stream().sorted()
                        .map(id -> id + " " + tokenizer.decode(new int[]{id}, false)).toList();
                return Optional.of(new TokenizerFacts(tokenizer.size(), tokenizer.specialTokens().size(), ends));
            }
        });
    }

    private static ImageFacts images(ImageProcessor processor) {
        Map<String, Integer> tokens = new LinkedHashMap<>();
        if (processor.config().resize()) {
            for (int[] sides : USUAL_IMAGES) {
                tokens.put(sides[0] + " x " + sides[1], processor.tokensFor(sides[0], sides[1]));
            }
        }
        return new ImageFacts(processor.config(), tokens);
    }
}
