package dev.maestro.inference.checkpoint;

import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names and shapes of the tensors that an architecture needs, in the order in which the program of tensor
 * operations ({@code qwen3.py}) takes them.
 *
 * @param text   embedding, final norm, head, then 11 for each layer
 * @param biases 4 for each layer, or none
 * @param vision patch projection, positions, 12 for each block, then 6 for each merger; or none
 */
public record WeightPlan(List<Need> text, List<Need> biases, List<Need> vision) {
    /** A tensor by name and shape. */
    public record Need(String name, List<Long> shape) {
        public Need {
            shape = List.copyOf(shape);
        }

        public long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        /** The shape as it is multiplied with: what a convolution sums over is one side. */
        public long[] matrix() {
            return shape.size() < 2 ? new long[]{elements()} : new long[]{shape.getFirst(), elements() / Math.max(1, shape.getFirst())};
        }
    }

    public WeightPlan {
        text = List.copyOf(text);
        biases = List.copyOf(biases);
        vision = List.copyOf(vision);
    }

    /** The output head where it is not the embedding. */
    public static final String HEAD = "lm_head.weight";

    /** Whether rows of it are looked up. */
    public static boolean isTable(Need need) {
        return need.name().endsWith("embed_tokens.weight") || need.name().endsWith("pos_embed.weight");
    }

    /** The table of the vocabulary. */
    public static String embedding(ModelConfig config) {
        return prefix(config) + "embed_tokens.weight";
    }

    private static String prefix(ModelConfig config) {
        return config.vision().isPresent() ? "model.language_model." : "model.";
    }

    public static WeightPlan of(ModelConfig config) {
        List<Need> text = new ArrayList<>();
        List<Need> biases = new ArrayList<>();
        TextConfig t = config.text();
        String prefix = prefix(config);
        long hidden = t.hiddenSize();
        long queries = (long) t.heads() * t.headSize();
        long keys = (long) t.keyValueHeads() * t.headSize();
        String embedding = embedding(config);
        text.add(need(embedding, t.vocabularySize(), hidden));
        text.add(need(prefix + "norm.weight", hidden));
        text.add(need(config.tiedEmbeddings() ? embedding : HEAD, t.vocabularySize(), hidden));
        for (int i = 0; i < t.layers(); i++) {
            String layer = prefix + "layers." + i + ".";
            String attention = layer + "self_attn.";
            text.add(need(layer + "input_layernorm.weight", hidden));
            text.add(need(attention + "q_proj.weight", queries, hidden));
            text.add(need(attention + "k_proj.weight", keys, hidden));
            text.add(need(attention + "v_proj.weight", keys, hidden));
            text.add(need(attention + "q_norm.weight", t.headSize()));
            text.add(need(attention + "k_norm.weight", t.headSize()));
            text.add(need(attention + "o_proj.weight", hidden, queries));
            text.add(need(layer + "post_attention_layernorm.weight", hidden));
            text.add(need(layer + "mlp.gate_proj.weight", t.intermediateSize(), hidden));
            text.add(need(layer + "mlp.up_proj.weight", t.intermediateSize(), hidden));
            text.add(need(layer + "mlp.down_proj.weight", hidden, t.intermediateSize()));
            if (t.attentionBias()) {
                biases.add(need(attention + "q_proj.bias", queries));
                biases.add(need(attention + "k_proj.bias", keys));
                biases.add(need(attention + "v_proj.bias", keys));
                biases.add(need(attention + "o_proj.bias", hidden));
            }
        }
        return new WeightPlan(text, biases, config.vision().map(WeightPlan::vision).orElse(List.of()));
    }

    private static List<Need> vision(VisionConfig v) {
        List<Need> needs = new ArrayList<>();
        String prefix = "model.visual.";
        long hidden = v.hiddenSize();
        needs.add(need(prefix + "patch_embed.proj.weight", hidden, v.channels(), v.temporalPatchSize(), v.patchSize(), v.patchSize()));
        needs.add(need(prefix + "patch_embed.proj.bias", hidden));
        needs.add(need(prefix + "pos_embed.weight", (long) v.positionSide() * v.positionSide(), hidden));
        for (int i = 0; i < v.blocks(); i++) {
            String block = prefix + "blocks." + i + ".";
            layer(needs, block + "norm1", hidden);
            layer(needs, block + "attn.qkv", 3 * hidden, hidden);
            layer(needs, block + "attn.proj", hidden, hidden);
            layer(needs, block + "norm2", hidden);
            layer(needs, block + "mlp.linear_fc1", v.intermediateSize(), hidden);
            layer(needs, block + "mlp.linear_fc2", hidden, v.intermediateSize());
        }
        long merged = hidden * v.mergeSize() * v.mergeSize();
        for (int i = -1; i < v.deepStackBlocks().size(); i++) {
            String merger = prefix + (i < 0 ? "merger." : "deepstack_merger_list." + i + ".");
            layer(needs, merger + "norm", i < 0 ? hidden : merged);
            layer(needs, merger + "linear_fc1", merged, merged);
            layer(needs, merger + "linear_fc2", v.outputSize(), merged);
        }
        return needs;
    }

    /** Weight and bias. */
    private static void layer(List<Need> needs, String name, long... shape) {
        needs.add(need(name + ".weight", shape));
        needs.add(need(name + ".bias", shape[0]));
    }

    private static Need need(String name, long... shape) {
        return new Need(name, Arrays.stream(shape).boxed().toList());
    }

    /** Numbers in all tensors, each counted once. */
    public long parameters() {
        return Stream.of(text, biases, vision).flatMap(List::stream).distinct().mapToLong(Need::elements).sum();
    }

    /** Whether no matrix has more digits, in the type computed with, than 16 bits hold. */
    public boolean sixteenBits(Checkpoint checkpoint, DataType type) {
        return type != DataType.FLOAT32 || Stream.concat(text.stream(), vision.stream()).filter(need -> need.shape().size() > 1)
                .noneMatch(need -> checkpoint.tensor(need.name(), need.shape()).type() == DataType.FLOAT32);
    }

    /** @throws CheckpointRefusedException for the first tensor that is missing, misshapen or of an unusable type */
    public void check(Checkpoint checkpoint) {
        text.forEach(n -> checkpoint.tensor(n.name(), n.shape()));
        biases.forEach(n -> checkpoint.tensor(n.name(), n.shape()));
        vision.forEach(n -> checkpoint.tensor(n.name(), n.shape()));
    }
}
