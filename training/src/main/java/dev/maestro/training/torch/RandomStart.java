package dev.maestro.training.torch;

import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.checkpoint.WeightPlan.Need;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;

/** Weights to begin with where there is no checkpoint. */
public enum RandomStart {
    /** Matrices around 0, as wide as keeps the size of what passes through; what is added to the stream narrower the more layers add. */
    PLAIN,
    /**
     * For learning to read descriptions: the heads of the first layer begin by looking nearby, those of the others by matching like
     * with like (queries as keys) and by copying what they find (output as the transpose of values). Without it a small model
     * stayed at chance for as long as it was tried. After Trockman and Kolter 2023 (mimetic initialisation). Of the decoder only.
     */
    READING;

    private static final double EMBEDDING_DEVIATION = 0.02;
    /** Of READING: gain of query and key norms, of the last norm, of what feed-forward layers add; noise of queries and keys. */
    private static final float ATTENTION_GAIN = 1.2f;
    private static final float FINAL_GAIN = 0.25f;
    private static final float FEED_FORWARD_GAIN = 0.2f;
    private static final double NOISE = 0.02;
    /** What every embedding has in its first place: a constant by which heads that look nearby find their way. */
    private static final float CONSTANT = 2;

    /** @param sink gets each weight, in the order of {@code needs} */
    void fill(ModelConfig config, List<Need> needs, long seed, BiConsumer<Need, float[]> sink) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, float[]> values = new HashMap<>();
        for (Need need : needs) {
            values.put(need.name(), plain(need, config.text().layers(), random));
        }
        if (this == READING) {
            new Reading(config, values, random).fill();
        }
        needs.forEach(need -> sink.accept(need, values.get(need.name())));
    }

    private static float[] plain(Need need, int layers, SplittableRandom random) {
        float[] all = new float[Math.toIntExact(need.elements())];
        if (need.shape().size() == 1) {
            Arrays.fill(all, need.name().endsWith("weight") ? 1 : 0);
            return all;
        }
        boolean adds = need.name().endsWith("o_proj.weight") || need.name().endsWith("down_proj.weight");
        double deviation = WeightPlan.isTable(need) ? EMBEDDING_DEVIATION : 1 / Math.sqrt(need.matrix()[1]);
        gaussian(all, adds ? deviation / Math.sqrt(2.0 * layers) : deviation, random);
        return all;
    }

    private static void gaussian(float[] all, double deviation, SplittableRandom random) {
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) (deviation * random.nextGaussian());
        }
    }

    /** Of {@link #READING}. */
    private static final class Reading {
        private final ModelConfig config;
        private final TextConfig text;
        private final Map<String, float[]> values;
        private final SplittableRandom random;
        private final int wide;
        private final int head;
        private final int shared;

        Reading(ModelConfig config, Map<String, float[]> values, SplittableRandom random) {
            this.config = config;
            this.text = config.text();
            this.values = values;
            this.random = random;
            this.wide = text.hiddenSize();
            this.head = text.headSize();
            this.shared = text.heads() / text.keyValueHeads();
        }

        void fill() {
            String embedding = WeightPlan.embedding(config);
            String prefix = embedding.substring(0, embedding.length() - "embed_tokens.weight".length());
            float[] table = values.get(embedding);
            gaussian(table, 1, random);
            for (int i = 0; i < table.length; i += wide) {
                table[i] = CONSTANT;
            }
            Arrays.fill(values.get(prefix + "norm.weight"), FINAL_GAIN);
            for (int i = 0; i < text.layers(); i++) {
                layer(prefix + "layers." + i + ".", i == 0);
            }
        }

        private void layer(String layer, boolean nearby) {
            String attention = layer + "self_attn.";
            Arrays.fill(values.get(attention + "q_norm.weight"), ATTENTION_GAIN);
            Arrays.fill(values.get(attention + "k_norm.weight"), ATTENTION_GAIN);
            float[] match = nearby ? looksNearby() : matches();
            copyHeads(match, values.get(attention + "q_proj.weight"), shared);
            copyHeads(match, values.get(attention + "k_proj.weight"), 1);
            float[] found = orthogonal(text.keyValueHeads() * head);
            System.arraycopy(found, 0, values.get(attention + "v_proj.weight"), 0, found.length);
            transpose(found, values.get(attention + "o_proj.weight"));
            float[] down = values.get(layer + "mlp.down_proj.weight");
            for (int i = 0; i < down.length; i++) {
                down[i] *= FEED_FORWARD_GAIN;
            }
        }

        /** Queries and keys that are the same everywhere: only the distance speaks. */
        private float[] looksNearby() {
            float[] rows = new float[text.keyValueHeads() * head * wide];
            for (int h = 0; h < text.keyValueHeads(); h++) {
                for (int i = 0; i < head / 2; i++) {
                    rows[(h * head + i) * wide] = 1;
                }
            }
            return rows;
        }

        private float[] matches() {
            float[] rows = new float[text.keyValueHeads() * head * wide];
            gaussian(rows, 1 / Math.sqrt(wide), random);
            for (int i = 0; i < rows.length; i += wide) {
                rows[i] = 0;
            }
            return rows;
        }

        /** Each key-value head for so many heads, with some noise of their own. */
        private void copyHeads(float[] from, float[] to, int times) {
            int size = head * wide;
            for (int i = 0; i < to.length; i++) {
                to[i] = (float) (from[i / size / times * size + i % size] + NOISE * random.nextGaussian());
            }
        }

        /** Rows of length 1 at right angles, as far as there is room; by Gram and Schmidt. */
        private float[] orthogonal(int rows) {
            float[] all = new float[rows * wide];
            double[][] basis = new double[wide][];
            for (int r = 0; r < rows; r++) {
                double[] row = DoubleStream.generate(random::nextGaussian).limit(wide).toArray();
                for (int b = 0; b < r % wide; b++) {
                    double along = 0;
                    for (int i = 0; i < wide; i++) {
                        along += row[i] * basis[b][i];
                    }
                    for (int i = 0; i < wide; i++) {
                        row[i] -= along * basis[b][i];
                    }
                }
                double length = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
                basis[r % wide] = Arrays.stream(row).map(x -> x / length).toArray();
                for (int i = 0; i < wide; i++) {
                    all[r * wide + i] = (float) basis[r % wide][i];
                }
            }
            return all;
        }

        /** What a head found, back to where it came from; heads that share values share the way. */
        private void transpose(float[] found, float[] out) {
            int queries = text.heads() * head;
            float scale = (float) (1 / Math.sqrt(shared));
            for (int q = 0; q < queries; q++) {
                int row = q / head / shared * head + q % head;
                for (int i = 0; i < wide; i++) {
                    out[i * queries + q] = scale * found[row * wide + i];
                }
            }
        }
    }
}
