package dev.maestro.training.pictures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Everything of a checkpoint folder but its weights, as published Qwen3-VL folders are laid out. */
final class DrawingFiles {
    /** Pixels along a side of a patch. */
    static final int PATCH = 12;
    /** Patches along a side of what becomes one token. */
    static final int MERGE = 2;
    private static final int FRAMES = 2;
    private static final int POSITION_SIDE = 8;
    private static final int HEAD = 16;
    private static final int MOST_POSITIONS = 512;
    private static final double ROPE_THETA = 1_000_000;

    /** The benchmark's, with pictures before the text of their message. */
    private static final String CHAT_TEMPLATE = """
            {%- set begun = namespace(turn=false) %}
            {%- macro written(content) %}
                {%- if content is string %}
                    {{- content | trim }}
                {%- else %}
                    {%- for part in content %}
                        {%- if part.type == 'image' %}{{- '<|vision_start|><|image_pad|><|vision_end|>' }}
                        {%- elif 'text' in part %}{{- part.text | trim }}{%- endif %}
                    {%- endfor %}
                {%- endif %}
            {%- endmacro %}
            {%- for message in messages %}
                {%- if message.role == 'assistant' and not begun.turn %}
                    {{- '<turn>' }}
                    {%- set begun.turn = true %}
                {%- endif %}
                {{- written(message.content) }}
                {%- if not begun.turn %}{{- '\\n' }}{%- endif %}
            {%- endfor %}
            {%- if add_generation_prompt and not begun.turn %}{{- '<turn>' }}{%- endif %}
            """;

    private DrawingFiles() {}

    /** @throws UncheckedIOException when they cannot be written */
    static void write(Path folder, DrawingShape shape) {
        OrchestraTokenizer tokenizer = DrawingText.tokenizer();
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config(shape, tokenizer));
            Files.writeString(folder.resolve("generation_config.json"),
                    pretty(Json.MAPPER.createObjectNode().put("eos_token_id", id(tokenizer, OrchestraTokenizer.END))
                            .put("pad_token_id", id(tokenizer, OrchestraTokenizer.PAD)).put("do_sample", false)));
            Files.writeString(folder.resolve("preprocessor_config.json"), processor(shape));
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer.json());
            Files.writeString(folder.resolve("tokenizer_config.json"),
                    pretty(Json.MAPPER.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast")
                            .put("eos_token", OrchestraTokenizer.END).put("pad_token", OrchestraTokenizer.PAD)
                            .put("clean_up_tokenization_spaces", false).put("model_max_length", MOST_POSITIONS)));
            Files.writeString(folder.resolve("chat_template.jinja"), CHAT_TEMPLATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(DrawingShape shape, OrchestraTokenizer tokenizer) {
        ObjectNode config = Json.MAPPER.createObjectNode();
        config.putArray("architectures").add("Qwen3VLForConditionalGeneration");
        config.put("model_type", "qwen3_vl").put("dtype", "float32").put("tie_word_embeddings", true)
                .put("image_token_id", id(tokenizer, DrawingText.PICTURE))
                .put("vision_start_token_id", id(tokenizer, DrawingText.VISION_BEGIN))
                .put("vision_end_token_id", id(tokenizer, DrawingText.VISION_END))
                // No films: an id that no text has.
                .put("video_token_id", id(tokenizer, OrchestraTokenizer.PAD));
        ObjectNode text = config.putObject("text_config").put("model_type", "qwen3_vl_text").put("vocab_size", tokenizer.size())
                .put("hidden_size", shape.hidden()).put("intermediate_size", shape.intermediate()).put("num_hidden_layers", shape.layers())
                .put("num_attention_heads", shape.heads()).put("num_key_value_heads", shape.heads() / 2).put("head_dim", HEAD)
                .put("hidden_act", "silu").put("max_position_embeddings", MOST_POSITIONS).put("rms_norm_eps", 1e-6)
                .put("attention_bias", false).put("eos_token_id", id(tokenizer, OrchestraTokenizer.END));
        text.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", ROPE_THETA).put("mrope_interleaved", true)
                .putArray("mrope_section").add(3).add(3).add(2);
        config.putObject("vision_config").put("model_type", "qwen3_vl_vision").put("depth", shape.visionBlocks())
                .put("hidden_size", shape.visionHidden()).put("intermediate_size", 2 * shape.visionHidden())
                .put("num_heads", shape.visionHeads()).put("in_channels", 3).put("hidden_act", "gelu_pytorch_tanh").put("patch_size", PATCH)
                .put("temporal_patch_size", FRAMES).put("spatial_merge_size", MERGE).put("out_hidden_size", shape.hidden())
                .put("num_position_embeddings", POSITION_SIDE * POSITION_SIDE).putArray("deepstack_visual_indexes").add(0);
        return pretty(config);
    }

    private static String processor(DrawingShape shape) {
        ObjectNode config = Json.MAPPER.createObjectNode().put("image_processor_type", "Qwen2VLImageProcessor").put("do_convert_rgb", true)
                .put("do_resize", true).put("resample", 3).put("do_rescale", true).put("rescale_factor", 1 / 255.0)
                .put("do_normalize", true).put("patch_size", PATCH).put("temporal_patch_size", FRAMES).put("merge_size", MERGE);
        config.putArray("image_mean").add(0.5).add(0.5).add(0.5);
        config.putArray("image_std").add(0.5).add(0.5).add(0.5);
        long area = (long) shape.pixels() * shape.pixels();
        config.putObject("size").put("shortest_edge", area / 2).put("longest_edge", area);
        return pretty(config);
    }

    private static int id(OrchestraTokenizer tokenizer, String token) {
        return tokenizer.id(token).orElseThrow();
    }

    private static String pretty(ObjectNode node) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
