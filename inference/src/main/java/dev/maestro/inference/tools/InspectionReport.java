package dev.maestro.inference.tools;

import dev.maestro.inference.checkpoint.MachineMemory;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.checkpoint.VisionConfig;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.inspect.Inspection;
import dev.maestro.inference.prompt.GenerationDefaults;
import dev.maestro.inference.vision.ImageProcessorConfig;
import dev.maestro.policy.checkpoint.CheckpointReport;
import dev.maestro.policy.checkpoint.CheckpointReport.Memory;
import dev.maestro.policy.checkpoint.CheckpointReport.Refused;
import dev.maestro.policy.checkpoint.CheckpointReport.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A checkpoint's inspection in words for people and in values for programs. */
final class InspectionReport {
    private InspectionReport() {}

    static CheckpointReport of(Inspection found) {
        return new CheckpointReport(rows(found), found.missing(), found.ignored(),
                found.refused().stream().map(one -> new Refused(one.part(), one.code(), one.message())).toList(), memory(found),
                json(found));
    }

    /** Of the format that the checkpoint states; of the first that there is where it states none. */
    private static Optional<Memory> memory(Inspection found) {
        return found.memory().stream()
                .filter(memory -> found.config().flatMap(ModelConfig::stated).map(memory.type()::equals).orElse(true)).findFirst()
                .map(memory -> new Memory(memory.withOneThousand(), MachineMemory.availableBytes()));
    }

    private static List<Row> rows(Inspection found) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("folder", found.folder()));
        found.config().ifPresent(config -> architecture(config, rows));
        found.weights().ifPresent(weights -> {
            rows.add(new Row("parameters",
                    String.format(Locale.ROOT, "%,d in %s%s", weights.parameters(), count(weights.tensors(), "tensor"),
                            weights.unused() > 0 ? ", " + weights.unused() + " of them unused" : "")));
            rows.add(new Row("stored", weights.bytes().entrySet().stream().map(entry -> entry.getKey() + " " + bytes(entry.getValue()))
                    .collect(Collectors.joining(", "))));
            rows.add(new Row("files", weights.files().entrySet().stream().map(entry -> entry.getKey() + " " + bytes(entry.getValue()))
                    .collect(Collectors.joining(", "))));
        });
        found.memory()
                .forEach(memory -> rows.add(new Row("memory, " + memory.type().written(),
                        bytes(memory.weights()) + " weights, " + bytes(memory.perThousand()) + " per 1,000 tokens, "
                                + bytes(memory.activations()) + " activations"
                                + (memory.perImageToken() == 0 ? "" : ", " + bytes(memory.perImageToken()) + " per image token") + "; "
                                + bytes(memory.withOneThousand()) + " with PyTorch and room for 1,000 tokens"
                                + (memory.fastest() == memory.withOneThousand()
                                        ? ""
                                        : "; a processor takes " + bytes(memory.fastest())
                                                + (memory.halves() ? " with matrices in halves" : " where it has that to spare")
                                                + ", to be faster"))));
        found.tokenizer()
                .ifPresent(tokenizer -> rows.add(new Row("tokenizer",
                        String.format(Locale.ROOT, "%,d tokens, %d special; a text ends at %s", tokenizer.tokens(), tokenizer.special(),
                                tokenizer.ends().isEmpty() ? "nothing" : String.join(", ", tokenizer.ends())))));
        found.template().ifPresent(template -> rows.add(new Row("chat template", template)));
        found.images().ifPresent(images -> rows.add(new Row("image processor", images(images))));
        found.generation().ifPresent(generation -> rows.add(new Row("generation", generation(generation))));
        rows.add(new Row("takes", found.takes().isEmpty() ? "nothing" : String.join(", ", found.takes())));
        return rows;
    }

    private static void architecture(ModelConfig config, List<Row> rows) {
        TextConfig text = config.text();
        rows.add(new Row("model", config.modelType() + (config.tiedEmbeddings() ? ", head tied to the embedding" : ", separate head")));
        rows.add(new Row("text",
                String.format(Locale.ROOT,
                        "%d layers of %d, %d heads of %d on %d for keys and values, %d between, vocabulary %,d, %,d positions",
                        text.layers(), text.hiddenSize(), text.heads(), text.headSize(), text.keyValueHeads(), text.intermediateSize(),
                        text.vocabularySize(), text.maxPositions())));
        config.vision()
                .ifPresent(eyes -> rows.add(new Row("vision", String.format(Locale.ROOT,
                        "%d blocks of %d, %d heads, patches of %d pixels merged by %d, features taken after blocks %s",
                        eyes.blocks(), eyes.hiddenSize(), eyes.heads(), eyes.patchSize(), eyes.mergeSize(), eyes.deepStackBlocks()))));
    }

    private static String images(Inspection.ImageFacts images) {
        ImageProcessorConfig settings = images.settings();
        return String.format(Locale.ROOT, "patches of %d pixels, %,d to %,d pixels; %s", settings.patchSize(), settings.minPixels(),
                settings.maxPixels(),
                images.tokensOf().entrySet().stream().map(entry -> entry.getKey() + " makes " + count(entry.getValue(), "token"))
                        .collect(Collectors.joining(", ")));
    }

    private static String generation(GenerationDefaults generation) {
        Sampling sampling = generation.sampling();
        return sampling.isGreedy()
                ? "greedy"
                : "temperature " + sampling.temperature() + ", top_k " + sampling.topK() + ", top_p " + sampling.topP() + ", min_p "
                        + sampling.minP();
    }

    private static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : one + "s");
    }

    private static String bytes(long bytes) {
        return bytes < 10_000
                ? count(bytes, "byte")
                : bytes < 10_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : bytes < 10_000_000_000L
                                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    private static Map<String, Object> json(Inspection found) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("folder", found.folder());
        body.put("supported", found.supported());
        body.put("takes", found.takes());
        found.config().ifPresent(config -> body.put("architecture", architecture(config)));
        found.weights().ifPresent(weights -> {
            body.put("parameters", weights.parameters());
            body.put("tensors", weights.tensors());
            body.put("unused_tensors", weights.unused());
            body.put("stored_bytes", weights.bytes());
            body.put("files", weights.files());
        });
        Map<String, Object> memory = new LinkedHashMap<>();
        found.memory()
                .forEach(one -> memory.put(one.type().written(),
                        Map.of("weights_bytes", one.weights(), "kv_bytes_per_1000_tokens", one.perThousand(), "activations_bytes",
                                one.activations(),
                                "bytes_per_image_token", one.perImageToken(), "total_bytes_with_1000_tokens", one.withOneThousand(),
                                "fastest_bytes_with_1000_tokens", one.fastest())));
        body.put("memory", memory);
        found.tokenizer()
                .ifPresent(tokenizer -> body.put("tokenizer", Map.of("tokens", tokenizer.tokens(), "special", tokenizer.special())));
        found.template().ifPresent(template -> body.put("chat_template", template));
        found.images()
                .ifPresent(images -> body.put("image_processor",
                        Map.of("patch_size", images.settings().patchSize(), "temporal_patch_size", images.settings().temporalPatchSize(),
                                "merge_size", images.settings().mergeSize(), "min_pixels", images.settings().minPixels(), "max_pixels",
                                images.settings().maxPixels(), "tokens_of", images.tokensOf())));
        found.generation().ifPresent(generation -> body.put("generation", Map.of("end_token_ids",
                generation.endTokens().stream().sorted().toList(), "temperature", generation.sampling().temperature(),
                "top_k", generation.sampling().topK(), "top_p", generation.sampling().topP(), "min_p", generation.sampling().minP())));
        body.put("missing", found.missing());
        body.put("ignored", found.ignored());
        body.put("refused", found.refused());
        return body;
    }

    private static Map<String, Object> architecture(ModelConfig config) {
        Map<String, Object> body = new LinkedHashMap<>();
        TextConfig text = config.text();
        body.put("model_type", config.modelType());
        body.put("layers", text.layers());
        body.put("hidden_size", text.hiddenSize());
        body.put("intermediate_size", text.intermediateSize());
        body.put("heads", text.heads());
        body.put("key_value_heads", text.keyValueHeads());
        body.put("head_size", text.headSize());
        body.put("vocabulary", text.vocabularySize());
        body.put("max_positions", text.maxPositions());
        body.put("tied_embeddings", config.tiedEmbeddings());
        body.put("dtype", config.stated().map(type -> (Object) type.written()).orElse("not stated"));
        config.vision().ifPresent(eyes -> body.put("vision", vision(eyes)));
        return body;
    }

    private static Map<String, Object> vision(VisionConfig eyes) {
        return Map.of("blocks", eyes.blocks(), "hidden_size", eyes.hiddenSize(), "intermediate_size", eyes.intermediateSize(), "heads",
                eyes.heads(), "patch_size", eyes.patchSize(),
                "merge_size", eyes.mergeSize(), "deep_stack_blocks", List.copyOf(eyes.deepStackBlocks()));
    }
}
