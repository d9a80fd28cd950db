package dev.maestro.inference.example;

import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.SafetensorsWriter;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.checkpoint.WeightPlan.Need;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A complete small Qwen3-VL checkpoint folder, as published ones are laid out, with weights from a seed: two layers
 * of 48, a vision tower of two blocks, a tokenizer of 640 tokens and a chat template. Half a megabyte; what it writes
 * makes no sense, and is always the same for a seed.
 */
public final class ExampleCheckpoint {
    private static final List<String> COPIED = List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
            "processor_config.json");

    private static final String CONFIG = """
            {
              "architectures": ["Qwen3VLForConditionalGeneration"], "model_type": "qwen3_vl", "dtype": "float32",
              "image_token_id": 629, "video_token_id": 630, "vision_start_token_id": 626, "vision_end_token_id": 627, "tie_word_embeddings": true,
              "text_config": {
                "model_type": "qwen3_vl_text", "vocab_size": 640, "hidden_size": 48, "intermediate_size": 80, "num_hidden_layers": 2, "num_attention_heads": 4,
                "num_key_value_heads": 2, "head_dim": 16, "hidden_act": "silu", "max_position_embeddings": 32768, "rms_norm_eps": 1e-06, "attention_bias": false,
                "eos_token_id": 623, "rope_parameters": {"rope_type": "default", "rope_theta": 5000000.0, "mrope_section": [3, 3, 2], "mrope_interleaved": true}
              },
              "vision_config": {
                "model_type": "qwen3_vl_vision", "depth": 2, "hidden_size": 32, "intermediate_size": 48, "num_heads": 2, "in_channels": 3, "hidden_act": "gelu_pytorch_tanh",
                "patch_size": 16, "temporal_patch_size": 2, "spatial_merge_size": 2, "out_hidden_size": 48, "num_position_embeddings": 36, "deepstack_visual_indexes": [0]
              }
            }
            """;

    private ExampleCheckpoint() {}

    /**
     * Writes the folder; files of the same names are replaced.
     *
     * @throws UncheckedIOException when it cannot be written
     */
    public static Path write(Path folder, long seed) {
        try {
            Files.createDirectories(folder);
            for (String name : COPIED) {
                try (InputStream from = Objects.requireNonNull(ExampleCheckpoint.class.getResourceAsStream(name), name)) {
                    Files.copy(from, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.writeString(folder.resolve("config.json"), CONFIG);
            Files.writeString(folder.resolve("generation_config.json"),
                    "{\"eos_token_id\": [623, 624], \"pad_token_id\": 624, \"do_sample\": false}\n");
            weights(ModelConfig.read(folder), folder.resolve("model.safetensors"), seed);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Matrices around 0 as wide as the model initialises them times seven, so that the text depends on the prompt; norms around 1. */
    private static void weights(ModelConfig config, Path file, long seed) throws IOException {
        WeightPlan plan = WeightPlan.of(config);
        SplittableRandom random = new SplittableRandom(seed);
        try (SafetensorsWriter out = SafetensorsWriter.create(file)) {
            for (Need need : Stream.of(plan.text(), plan.biases(), plan.vision()).flatMap(List::stream).distinct().toList()) {
                boolean norm = need.name().contains("norm") && need.name().endsWith("weight");
                float[] values = new float[(int) need.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) ((norm ? 1 : 0) + 0.14 * random.nextGaussian());
                }
                out.begin(need.name(), need.shape().stream().mapToLong(Long::longValue).toArray());
                out.write(values);
                out.end();
            }
        }
    }
}
