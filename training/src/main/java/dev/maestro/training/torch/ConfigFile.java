package dev.maestro.training.torch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.checkpoint.VisionConfig;

/** The {@code config.json} of a model that was made here: what {@link ModelConfig#read} reads, in the names of the public library. */
final class ConfigFile {
    private ConfigFile() {}

    static String of(ModelConfig config) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        boolean sees = config.vision().isPresent();
        root.putArray("architectures").add(sees ? "Qwen3VLForConditionalGeneration" : "Qwen3ForCausalLM");
        root.put("model_type", sees ? "qwen3_vl" : "qwen3");
        root.put("dtype", "float32");
        root.put("tie_word_embeddings", config.tiedEmbeddings());
        config.imageToken().ifPresent(id -> root.put("image_token_id", id));
        config.videoToken().ifPresent(id -> root.put("video_token_id", id));
        config.visionStartToken().ifPresent(id -> root.put("vision_start_token_id", id));
        config.visionEndToken().ifPresent(id -> root.put("vision_end_token_id", id));
        text(sees ? root.putObject("text_config").put("model_type", "qwen3_vl_text") : root, config);
        config.vision().ifPresent(v -> vision(root.putObject("vision_config"), v));
        return root.toPrettyString() + "\n";
    }

    private static void text(ObjectNode node, ModelConfig config) {
        TextConfig t = config.text();
        node.put("vocab_size", t.vocabularySize()).put("hidden_size", t.hiddenSize()).put("intermediate_size", t.intermediateSize())
                .put("num_hidden_layers", t.layers()).put("num_attention_heads", t.heads()).put("num_key_value_heads", t.keyValueHeads())
                .put("head_dim", t.headSize()).put("hidden_act", "silu").put("max_position_embeddings", t.maxPositions())
                .put("rms_norm_eps", t.normEpsilon()).put("attention_bias", t.attentionBias()).put("use_sliding_window", false);
        if (config.endTokens().size() == 1) {
            node.put("eos_token_id", config.endTokens().iterator().next());
        } else if (!config.endTokens().isEmpty()) {
            config.endTokens().stream().sorted().forEach(node.withArray("eos_token_id")::add);
        }
        if (t.mropeSections().isEmpty()) {
            node.put("rope_theta", t.ropeTheta());
            return;
        }
        ObjectNode rope = node.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", t.ropeTheta())
                .put("mrope_interleaved", true);
        t.mropeSections().forEach(rope.putArray("mrope_section")::add);
    }

    private static void vision(ObjectNode node, VisionConfig v) {
        node.put("model_type", "qwen3_vl_vision").put("depth", v.blocks()).put("hidden_size", v.hiddenSize())
                .put("intermediate_size", v.intermediateSize()).put("num_heads", v.heads()).put("in_channels", v.channels())
                .put("hidden_act", "gelu_pytorch_tanh").put("patch_size", v.patchSize()).put("temporal_patch_size", v.temporalPatchSize())
                .put("spatial_merge_size", v.mergeSize()).put("out_hidden_size", v.outputSize())
                .put("num_position_embeddings", v.positionSide() * v.positionSide());
        v.deepStackBlocks().forEach(node.putArray("deepstack_visual_indexes")::add);
    }
}
