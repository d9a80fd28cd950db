package dev.maestro.benchmarks;

import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.SafetensorsWriter;
import dev.maestro.inference.checkpoint.WeightPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** Text-only checkpoints of float32 with weights from a seed: as large as a shape says, and without sense. */
final class SyntheticCheckpoint {
    private static final int PIECE = 1 << 20;

    private static final Map<String, int[]> SHAPES = Map.of(
            // vocabulary, hidden, layers, heads, key-value heads, head width, feed-forward
            "28x256", new int[]{4_096, 256, 28, 4, 4, 64, 768},
            "1GB", new int[]{151_936, 768, 14, 12, 4, 64, 3_072});

    private SyntheticCheckpoint() {}

    /** In {@code folder/shape}; made when it is not there. */
    static Path of(Path folder, String shape) throws IOException {
        Path checkpoint = folder.resolve("engine-" + shape);
        if (Files.exists(checkpoint.resolve("model.safetensors"))) {
            return checkpoint;
        }
        int[] s = SHAPES.get(shape);
        if (s == null) {
            throw new IllegalArgumentException("no shape \"" + shape + "\"; there are " + SHAPES.keySet());
        }
        Files.createDirectories(checkpoint);
        Files.writeString(checkpoint.resolve("config.json"), """
                {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "dtype": "float32", "vocab_size": %d, "hidden_size": %d, "num_hidden_layers": %d,
                 "num_attention_heads": %d, "num_key_value_heads": %d, "head_dim": %d, "intermediate_size": %d, "hidden_act": "silu", "max_position_embeddings": 32768,
                 "rms_norm_eps": 1e-06, "attention_bias": false, "tie_word_embeddings": true, "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}}
                """.formatted(s[0], s[1], s[2], s[3], s[4], s[5], s[6]));
        SplittableRandom random = new SplittableRandom(1);
        try (SafetensorsWriter out = SafetensorsWriter.create(checkpoint.resolve("model.safetensors"))) {
            for (WeightPlan.Need need : WeightPlan.of(ModelConfig.read(checkpoint)).text().stream().distinct().toList()) {
                out.begin(need.name(), need.shape().stream().mapToLong(Long::longValue).toArray());
                float middle = need.name().contains("norm") ? 1 : 0;
                for (long left = need.elements(); left > 0; left -= PIECE) {
                    float[] piece = new float[(int) Math.min(left, PIECE)];
                    for (int i = 0; i < piece.length; i++) {
                        piece[i] = middle + (float) (random.nextDouble() - 0.5) * 0.14f;
                    }
                    out.write(piece);
                }
                out.end();
            }
        }
        return checkpoint;
    }
}
