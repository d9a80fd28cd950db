package dev.maestro.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Turns a {@code config.json} into an architecture and collects everything that stands against it, so that one
 * refusal names all of it. Absent settings mean what they mean to the public library that writes these files.
 */
final class ConfigReader {
    private static final double THETA_TEXT = 10_000;
    private static final double THETA_VISION_LANGUAGE = 500_000;
    private static final double THETA_VISION = 10_000;

    private final String file;
    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    ConfigReader(String file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    ModelConfig model() {
        String type = root.path("model_type").asText("");
        boolean sees = type.equals("qwen3_vl");
        if (!sees && !type.equals("qwen3") && !type.equals("qwen3_vl_text")) {
            throw new CheckpointRefusedException("CONFIG_MODEL_UNSUPPORTED", file + " says model_type \"" + type + "\". Supported: qwen3_vl, qwen3.");
        }
        JsonNode text = root.path("text_config").isObject() ? root.path("text_config") : root;
        if (sees && text == root) {
            problems.add("no text_config");
        }
        if (!root.path("quantization_config").isMissingNode() && !root.path("quantization_config").isNull()) {
            problems.add("quantization_config (use a checkpoint in bfloat16, float16 or float32)");
        }
        TextConfig decoder = text(text, sees || type.equals("qwen3_vl_text"));
        Optional<VisionConfig> vision = sees ? Optional.of(vision(root.path("vision_config"), decoder)) : Optional.empty();
        JsonNode tied = root.has("tie_word_embeddings") ? root.path("tie_word_embeddings") : text.path("tie_word_embeddings");
        OptionalInt image = sees ? OptionalInt.of(root.path("image_token_id").asInt(151_655)) : OptionalInt.empty();
        TreeSet<Integer> ends = new TreeSet<>(ModelConfig.ids(text.path("eos_token_id")));
        ends.addAll(ModelConfig.ids(root.path("eos_token_id")));
        return new ModelConfig(type, decoder, vision, tied.asBoolean(false), dataType(text), image,
                sees ? OptionalInt.of(root.path("video_token_id").asInt(151_656)) : OptionalInt.empty(),
                sees ? OptionalInt.of(root.path("vision_start_token_id").asInt(151_652)) : OptionalInt.empty(),
                sees ? OptionalInt.of(root.path("vision_end_token_id").asInt(151_653)) : OptionalInt.empty(), ends);
    }

    /** @throws CheckpointRefusedException with everything found */
    void finish() {
        if (!problems.isEmpty()) {
            throw new CheckpointRefusedException("CONFIG_UNSUPPORTED", file + " asks for what is not supported: " + String.join("; ", problems) + ".");
        }
    }

    private Optional<DataType> dataType(JsonNode text) {
        for (JsonNode node : List.of(root.path("dtype"), root.path("torch_dtype"), text.path("dtype"), text.path("torch_dtype"))) {
            if (node.isTextual()) {
                Optional<DataType> type = DataType.ofWritten(node.textValue());
                if (type.isEmpty()) {
                    problems.add("dtype \"" + node.textValue() + "\" (supported: float32, float16, bfloat16)");
                }
                return type;
            }
        }
        return Optional.empty();
    }

    private TextConfig text(JsonNode c, boolean threeAxes) {
        int heads = size(c, "num_attention_heads");
        int keyValueHeads = c.path("num_key_value_heads").isIntegralNumber() ? size(c, "num_key_value_heads") : heads;
        int headSize = c.path("head_dim").isIntegralNumber() ? size(c, "head_dim") : 128;
        require(keyValueHeads > 0 && heads % keyValueHeads == 0, "num_attention_heads " + heads + " is no multiple of num_key_value_heads " + keyValueHeads);
        require(headSize % 2 == 0, "head_dim " + headSize + " is odd");
        constant(c, "hidden_act", "silu");
        JsonNode types = c.path("layer_types");
        types.forEach(t -> require(t.asText().equals("full_attention"), "layer_types with \"" + t.asText() + "\""));
        boolean slides = c.path("use_sliding_window").asBoolean(false) && !c.path("sliding_window").isNull()
                && (types.isMissingNode() || types.isNull()) && c.path("max_window_layers").asInt(28) < size(c, "num_hidden_layers");
        require(!slides, "use_sliding_window (every layer must see the whole sequence)");
        JsonNode rope = rope(c);
        rope(rope, "default", "mrope");
        List<Integer> sections = new ArrayList<>();
        if (threeAxes) {
            JsonNode given = rope.path("mrope_section");
            (given.isArray() ? given : ConfigDefaults.MROPE_SECTION).forEach(n -> sections.add(n.asInt()));
            require(sections.size() == 3 && sections.stream().allMatch(n -> n >= 0), "mrope_section " + given + " (three sizes are needed)");
            require(rope.path("mrope_interleaved").asBoolean(true), "mrope_interleaved false");
        }
        double theta = rope.path("rope_theta").asDouble(c.path("rope_theta").asDouble(threeAxes ? THETA_VISION_LANGUAGE : THETA_TEXT));
        require(theta > 0, "rope_theta " + theta);
        double epsilon = c.path("rms_norm_eps").asDouble(1e-6);
        require(epsilon >= 0, "rms_norm_eps " + epsilon);
        return new TextConfig(size(c, "vocab_size"), size(c, "hidden_size"), size(c, "intermediate_size"), size(c, "num_hidden_layers"), heads, keyValueHeads, headSize,
                epsilon, theta, sections, c.path("max_position_embeddings").asInt(threeAxes ? 128_000 : 32_768), c.path("attention_bias").asBoolean(false));
    }

    private VisionConfig vision(JsonNode c, TextConfig text) {
        if (!c.isObject()) {
            problems.add("no vision_config");
        }
        constant(c, "hidden_act", "gelu_pytorch_tanh");
        rope(rope(c), "axial", "default");
        int hidden = size(c, "hidden_size");
        int heads = size(c, "num_heads");
        require(heads > 0 && hidden % heads == 0 && hidden / heads % 4 == 0, "vision hidden_size " + hidden + " does not give " + heads + " heads a width that is a multiple of 4");
        int positions = size(c, "num_position_embeddings");
        int side = (int) Math.sqrt(positions);
        require(side * side == positions, "num_position_embeddings " + positions + " is no square");
        int output = size(c, "out_hidden_size");
        require(output == text.hiddenSize(), "vision out_hidden_size " + output + " is not the text's hidden_size " + text.hiddenSize());
        int blocks = size(c, "depth");
        List<Integer> deep = new ArrayList<>();
        (c.has("deepstack_visual_indexes") ? c.path("deepstack_visual_indexes") : ConfigDefaults.DEEPSTACK).forEach(n -> deep.add(n.asInt(-1)));
        require(deep.stream().allMatch(i -> i >= 0 && i < blocks) && deep.stream().distinct().count() == deep.size(),
                "deepstack_visual_indexes " + deep + " (each must be a different one of the " + blocks + " blocks)");
        require(deep.size() <= text.layers(), "deepstack_visual_indexes " + deep + " for " + text.layers() + " text layers");
        return new VisionConfig(blocks, hidden, size(c, "intermediate_size"), heads, c.path("in_channels").asInt(3), square(c, "patch_size", 16), square(c, "temporal_patch_size", 2),
                c.path("spatial_merge_size").asInt(2), output, side, rope(c).path("rope_theta").asDouble(THETA_VISION), deep);
    }

    /** Under its new name or its old one; empty when there is neither. */
    private static JsonNode rope(JsonNode c) {
        return c.path("rope_parameters").isObject() ? c.path("rope_parameters") : c.path("rope_scaling").isObject() ? c.path("rope_scaling") : MissingNode.getInstance();
    }

    private void rope(JsonNode rope, String... supported) {
        for (String key : List.of("rope_type", "type")) {
            String type = rope.path(key).asText(supported[0]);
            require(List.of(supported).contains(type), key + " \"" + type + "\" (supported: " + String.join(", ", supported) + ")");
        }
        require(rope.path("partial_rotary_factor").asDouble(1) == 1, "partial_rotary_factor " + rope.path("partial_rotary_factor"));
    }

    private int size(JsonNode c, String key) {
        JsonNode n = c.path(key);
        if (!n.isIntegralNumber() || !n.canConvertToInt() || n.intValue() <= 0) {
            problems.add(key + (n.isMissingNode() ? " is missing" : " " + n));
            return 1;
        }
        return n.intValue();
    }

    private int square(JsonNode c, String key, int otherwise) {
        JsonNode n = c.path(key);
        if (n.isArray()) {
            n.forEach(e -> require(e.equals(n.get(0)), key + " " + n + " (all sides must be equal)"));
            return n.path(0).asInt(otherwise);
        }
        return n.asInt(otherwise);
    }

    private void constant(JsonNode c, String key, String supported) {
        String value = c.path(key).asText(supported);
        require(value.equals(supported), key + " \"" + value + "\" (supported: " + supported + ")");
    }

    private void require(boolean holds, String problem) {
        if (!holds && !problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
