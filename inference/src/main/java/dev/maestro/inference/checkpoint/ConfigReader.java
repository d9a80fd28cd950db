package dev.maestro.inference.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
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
    private static final int HEAD_SIZE = 128;
    private static final int KEY_VALUE_HEADS = 32;

    /** Far beyond any published model; below, no product of sizes overflows, so that memory can be told. */
    private static final int MOST_WIDTH = 1 << 18;
    private static final int MOST_ROWS = 1 << 24;
    private static final int MOST_HEADS = 1 << 12;
    private static final int MOST_LAYERS = 1 << 12;
    private static final int MOST_VISION_WIDTH = 1 << 16;
    private static final int MOST_PATCH = 1 << 10;
    private static final int MOST_MERGED = 1 << 4;
    private static final int MOST_POSITIONS = 1 << 30;

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
            throw new CheckpointRefusedException(CheckpointErrors.CONFIG_MODEL_UNSUPPORTED,
                    file + " says model_type \"" + type + "\". Supported: qwen3_vl, qwen3.");
        }
        JsonNode text = root.path("text_config").isObject() ? root.path("text_config") : root;
        if (sees && text == root) {
            problems.add("no text_config");
        }
        if (root.hasNonNull("quantization_config") || text.hasNonNull("quantization_config")) {
            problems.add("quantization_config (use a checkpoint in bfloat16, float16 or float32)");
        }
        TextConfig decoder = text(text, sees || type.equals("qwen3_vl_text"));
        Optional<VisionConfig> vision = sees ? Optional.of(vision(root.path("vision_config"), decoder)) : Optional.empty();
        boolean tied = flag(root.has("tie_word_embeddings") ? root : text, "tie_word_embeddings", false);
        OptionalInt image = sees ? token("image_token_id", 151_655) : OptionalInt.empty();
        TreeSet<Integer> ends = new TreeSet<>(ModelConfig.ids(text.path("eos_token_id")));
        ends.addAll(ModelConfig.ids(root.path("eos_token_id")));
        return new ModelConfig(type, decoder, vision, tied, dataType(text), image,
                sees ? token("video_token_id", 151_656) : OptionalInt.empty(),
                sees ? token("vision_start_token_id", 151_652) : OptionalInt.empty(),
                sees ? token("vision_end_token_id", 151_653) : OptionalInt.empty(), ends);
    }

    /** @throws CheckpointRefusedException with everything found */
    void finish() {
        if (!problems.isEmpty()) {
            throw new CheckpointRefusedException(CheckpointErrors.CONFIG_UNSUPPORTED,
                    file + " asks for what is not supported: " + String.join("; ", problems) + ".");
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
        int layers = size(c, "num_hidden_layers", MOST_LAYERS);
        int heads = size(c, "num_attention_heads", MOST_HEADS);
        int keyValueHeads = c.path("num_key_value_heads").isNull() ? heads : size(c, "num_key_value_heads", MOST_HEADS, KEY_VALUE_HEADS);
        int headSize = size(c, "head_dim", MOST_HEADS, HEAD_SIZE);
        require(heads % keyValueHeads == 0, "num_attention_heads " + heads + " is no multiple of num_key_value_heads " + keyValueHeads);
        require(headSize % 2 == 0, "head_dim " + headSize + " is odd");
        constant(c, "hidden_act", "silu");
        JsonNode types = c.path("layer_types");
        types.forEach(t -> require(t.asText().equals("full_attention"), "layer_types with \"" + t.asText() + "\""));
        boolean slides = c.path("use_sliding_window").asBoolean(false) && !c.path("sliding_window").isNull()
                && (types.isMissingNode() || types.isNull()) && c.path("max_window_layers").asInt(28) < layers;
        require(!slides, "use_sliding_window (every layer must see the whole sequence)");
        JsonNode rope = rope(c);
        rope(rope, "default", "mrope");
        List<Integer> sections = new ArrayList<>();
        if (threeAxes) {
            JsonNode given = rope.path("mrope_section");
            (given.isMissingNode() ? ConfigDefaults.MROPE_SECTION : given).forEach(n -> sections.add(n.asInt(-1)));
            require(sections.size() == 3 && sections.stream().allMatch(n -> n >= 0 && n <= MOST_HEADS),
                    "mrope_section " + given + " (three sizes are needed)");
            require(flag(rope, "mrope_interleaved", true), "mrope_interleaved false");
        }
        require(c.path("partial_rotary_factor").asDouble(1) == 1, "partial_rotary_factor " + c.path("partial_rotary_factor"));
        double theta = number(rope, "rope_theta", number(c, "rope_theta", threeAxes ? THETA_VISION_LANGUAGE : THETA_TEXT));
        require(theta > 0, "rope_theta " + theta);
        double epsilon = number(c, "rms_norm_eps", 1e-6);
        require(epsilon >= 0, "rms_norm_eps " + epsilon);
        return new TextConfig(size(c, "vocab_size", MOST_ROWS), size(c, "hidden_size", MOST_WIDTH),
                size(c, "intermediate_size", MOST_WIDTH), layers, heads, keyValueHeads, headSize,
                epsilon, theta, sections, size(c, "max_position_embeddings", MOST_POSITIONS, threeAxes ? 128_000 : 32_768),
                flag(c, "attention_bias", false));
    }

    private VisionConfig vision(JsonNode c, TextConfig text) {
        if (!c.isObject()) {
            problems.add("no vision_config");
        }
        constant(c, "hidden_act", "gelu_pytorch_tanh");
        rope(rope(c), "axial", "default");
        int hidden = size(c, "hidden_size", MOST_VISION_WIDTH);
        int heads = size(c, "num_heads", MOST_HEADS);
        require(hidden % heads == 0 && hidden / heads % 4 == 0,
                "vision hidden_size " + hidden + " does not give " + heads + " heads a width that is a multiple of 4");
        int positions = size(c, "num_position_embeddings", MOST_ROWS);
        int side = (int) Math.sqrt(positions);
        require(side * side == positions, "num_position_embeddings " + positions + " is no square");
        int output = size(c, "out_hidden_size", MOST_WIDTH);
        require(output == text.hiddenSize(), "vision out_hidden_size " + output + " is not the text's hidden_size " + text.hiddenSize());
        require(size(c, "in_channels", MOST_HEADS, 3) == 3, "in_channels " + c.path("in_channels") + " (pictures have 3)");
        int blocks = size(c, "depth", MOST_LAYERS);
        List<Integer> deep = new ArrayList<>();
        require(!c.has("deepstack_visual_indexes") || c.path("deepstack_visual_indexes").isArray(),
                "deepstack_visual_indexes " + c.path("deepstack_visual_indexes") + " (a list)");
        (c.has("deepstack_visual_indexes") ? c.path("deepstack_visual_indexes") : ConfigDefaults.DEEPSTACK)
                .forEach(n -> deep.add(n.asInt(-1)));
        require(deep.stream().allMatch(i -> i >= 0 && i < blocks) && deep.stream().distinct().count() == deep.size(),
                "deepstack_visual_indexes " + deep + " (each must be a different one of the " + blocks + " blocks)");
        return new VisionConfig(blocks, hidden, size(c, "intermediate_size", MOST_WIDTH), heads, 3, square(c, "patch_size", 16),
                square(c, "temporal_patch_size", 2),
                size(c, "spatial_merge_size", MOST_MERGED, 2), output, side, number(rope(c), "rope_theta", THETA_VISION), deep);
    }

    /** Under its new name or its old one; empty when there is neither. */
    private static JsonNode rope(JsonNode c) {
        return c.path("rope_parameters").isObject()
                ? c.path("rope_parameters")
                : c.path("rope_scaling").isObject() ? c.path("rope_scaling") : MissingNode.getInstance();
    }

    private void rope(JsonNode rope, String... supported) {
        for (String key : List.of("rope_type", "type")) {
            String type = rope.path(key).asText(supported[0]);
            require(List.of(supported).contains(type), key + " \"" + type + "\" (supported: " + String.join(", ", supported) + ")");
        }
        require(rope.path("partial_rotary_factor").asDouble(1) == 1, "partial_rotary_factor " + rope.path("partial_rotary_factor"));
    }

    private int size(JsonNode c, String key, int most) {
        JsonNode n = c.path(key);
        if (n.isMissingNode()) {
            problems.add(key + " is missing");
            return 1;
        }
        return size(key, n, most);
    }

    private int size(JsonNode c, String key, int most, int otherwise) {
        return c.path(key).isMissingNode() || c.path(key).isNull() ? otherwise : size(key, c.path(key), most);
    }

    private int size(String key, JsonNode n, int most) {
        if (!n.isIntegralNumber() || !n.canConvertToInt() || n.intValue() <= 0 || n.intValue() > most) {
            require(false, key + " " + n + " (a whole number, 1 to " + most + ")");
            return 1;
        }
        return n.intValue();
    }

    private boolean flag(JsonNode c, String key, boolean otherwise) {
        JsonNode n = c.path(key);
        require(n.isMissingNode() || n.isNull() || n.isBoolean(), key + " " + n + " (true or false)");
        return n.isBoolean() ? n.booleanValue() : otherwise;
    }

    private OptionalInt token(String key, int otherwise) {
        JsonNode n = root.path(key);
        boolean given = !n.isMissingNode() && !n.isNull();
        require(!given || n.isInt() && n.intValue() >= 0, key + " " + n + " (a token's id)");
        return OptionalInt.of(given ? n.intValue() : otherwise);
    }

    private double number(JsonNode c, String key, double otherwise) {
        JsonNode n = c.path(key);
        if (n.isMissingNode() || n.isNull()) {
            return otherwise;
        }
        require(n.isNumber() && Double.isFinite(n.doubleValue()), key + " " + n + " (a number)");
        return n.doubleValue();
    }

    /** One side, or a list of sides that are all the same. */
    private int square(JsonNode c, String key, int otherwise) {
        JsonNode n = c.path(key);
        if (!n.isArray() || n.isEmpty()) {
            return size(c, key, MOST_PATCH, otherwise);
        }
        n.forEach(e -> require(e.equals(n.get(0)), key + " " + n + " (all sides must be equal)"));
        return size(key, n.get(0), MOST_PATCH);
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
