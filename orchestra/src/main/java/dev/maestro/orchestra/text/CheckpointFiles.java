package dev.maestro.orchestra.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything of a checkpoint folder but its weights, as published Qwen3 folders are laid out: configuration, tokenizer, chat template.
 * With {@code model.safetensors} beside them the folder can be served.
 */
public final class CheckpointFiles {
    private static final double ROPE_THETA = 1_000_000;
    /** Prompts have some 140 tokens, trajectories some 30 more. */
    private static final int MOST_POSITIONS = 1_024;

    /** A conversation is the prompt's lines, the mark of the first turn, and calls and replies one behind the other. */
    private static final String CHAT_TEMPLATE = """
            {%- set begun = namespace(turn=false) %}
            {%- macro written(content) %}
                {%- if content is string %}
                    {{- content | trim }}
                {%- else %}
                    {%- for part in content %}
                        {%- if 'text' in part %}{{- part.text | trim }}{%- endif %}
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

    private CheckpointFiles() {}

    /**
     * Writes the files; those of the same names are replaced.
     *
     * @throws UncheckedIOException when they cannot be written
     */
    public static void write(Path folder, CheckpointShape shape, OrchestraTokenizer tokenizer) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config(shape, tokenizer));
            Files.writeString(folder.resolve("generation_config.json"), generation(tokenizer));
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer.json());
            Files.writeString(folder.resolve("tokenizer_config.json"), tokenizerConfig());
            Files.writeString(folder.resolve("chat_template.jinja"), CHAT_TEMPLATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(CheckpointShape shape, OrchestraTokenizer tokenizer) {
        ObjectNode config = Json.MAPPER.createObjectNode();
        config.putArray("architectures").add("Qwen3ForCausalLM");
        config.put("model_type", "qwen3").put("dtype", "float32").put("hidden_act", "silu").put("attention_bias", false)
                .put("hidden_size", shape.hidden()).put("num_hidden_layers", shape.layers()).put("num_attention_heads", shape.heads())
                .put("num_key_value_heads", shape.keyValueHeads()).put("head_dim", shape.headSize())
                .put("intermediate_size", shape.intermediate()).put("vocab_size", tokenizer.size())
                .put("max_position_embeddings", MOST_POSITIONS).put("rms_norm_eps", 1e-6).put("tie_word_embeddings", true)
                .put("eos_token_id", id(tokenizer, OrchestraTokenizer.END)).put("pad_token_id", id(tokenizer, OrchestraTokenizer.PAD))
                .put("use_sliding_window", false).put("use_cache", true);
        config.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", ROPE_THETA);
        return pretty(config);
    }

    private static String generation(OrchestraTokenizer tokenizer) {
        return pretty(Json.MAPPER.createObjectNode().put("eos_token_id", id(tokenizer, OrchestraTokenizer.END))
                .put("pad_token_id", id(tokenizer, OrchestraTokenizer.PAD)).put("do_sample", false));
    }

    private static String tokenizerConfig() {
        return pretty(Json.MAPPER.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("eos_token", OrchestraTokenizer.END).put("pad_token", OrchestraTokenizer.PAD)
                .put("clean_up_tokenization_spaces", false).put("model_max_length", MOST_POSITIONS));
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
