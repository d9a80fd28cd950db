package dev.maestro.inference.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged and contradictory checkpoints are refused by name, before any memory is spent. */
class CheckpointTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws Exception {
        copyOf("text-untied");
    }

    private void copyOf(String model) throws Exception {
        URI source = Objects.requireNonNull(CheckpointTest.class.getResource("/models/" + model)).toURI();
        try (Stream<Path> files = Files.list(Path.of(source))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private Path weights() {
        return folder.resolve("model.safetensors");
    }

    private void check() {
        ModelConfig config = ModelConfig.read(folder);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            WeightPlan.of(config).check(checkpoint);
        }
    }

    private void refused(String code, String... mentions) {
        assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(this::check).satisfies(e -> {
            assertThat(e.code().name()).isEqualTo(code);
            assertThat(e.getMessage()).contains(mentions);
        });
    }

    /** Rewrites the header to another of the same length, or, where it grows or shrinks, moves the data behind it. */
    private void header(UnaryOperator<String> change) throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String before = new String(bytes, 8, length, StandardCharsets.UTF_8);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        byte[] header = after.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + header.length + bytes.length - 8 - length).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(header.length).put(header).put(bytes, 8 + length, bytes.length - 8 - length);
        Files.write(weights(), out.array());
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        ObjectNode config = (ObjectNode) Json.MAPPER.readTree(folder.resolve("config.json").toFile());
        change.accept(config);
        Files.writeString(folder.resolve("config.json"), config.toString());
    }

    @Test
    void a_whole_checkpoint_is_taken_as_it_is() {
        check();
        ModelConfig config = ModelConfig.read(folder);
        assertThat(config.text().heads()).isEqualTo(4);
        assertThat(config.text().keyValueHeads()).isEqualTo(1);
        assertThat(config.vision()).isEmpty();
        assertThat(WeightPlan.of(config).parameters()).isEqualTo(66_352);
    }

    @Test
    void a_truncated_file_is_refused_with_the_first_tensor_that_is_not_whole() throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        Files.write(weights(), Arrays.copyOf(bytes, bytes.length / 2));
        refused("CHECKPOINT_TRUNCATED", "model.safetensors", "tensor ", "ends at byte");
    }

    @Test
    void a_file_shorter_than_its_header_is_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        Files.write(weights(), Arrays.copyOf(bytes, 100));
        refused("CHECKPOINT_TRUNCATED", "header");
        Files.write(weights(), new byte[0]);
        refused("CHECKPOINT_TRUNCATED", "0 bytes");
    }

    @Test
    void what_is_no_safetensors_file_is_refused() throws IOException {
        Files.writeString(weights(), "version https://git-lfs.github.com/spec/v1\noid sha256:1234\nsize 1234\n");
        refused("CHECKPOINT_NOT_SAFETENSORS", "model.safetensors");
    }

    @Test
    void trailing_bytes_are_refused() throws IOException {
        byte[] bytes = Files.readAllBytes(weights());
        Files.write(weights(), Arrays.copyOf(bytes, bytes.length + 4));
        refused("CHECKPOINT_INCONSISTENT", "4 bytes after its last tensor");
    }

    @Test
    void a_missing_tensor_is_named() throws IOException {
        header(h -> h.replace("model.layers.1.self_attn.q_norm.weight", "model.layers.1.self_attn.x_norm.weight"));
        refused("CHECKPOINT_TENSOR_MISSING", "model.layers.1.self_attn.q_norm.weight");
    }

    @Test
    void a_tensor_named_twice_is_refused() throws IOException {
        header(h -> h.replace("model.layers.1.self_attn.q_norm.weight", "model.layers.1.self_attn.k_norm.weight"));
        refused("CHECKPOINT_TENSOR_TWICE", "model.layers.1.self_attn.k_norm.weight");
    }

    @Test
    void a_tensor_of_another_type_is_refused() throws IOException {
        header(h -> h.replaceFirst("(\"lm_head.weight\":\\{\"dtype\":)\"F32\"", "$1\"I32\""));
        refused("CHECKPOINT_DTYPE_UNSUPPORTED", "lm_head.weight", "I32", "BF16");
    }

    @Test
    void a_tensor_of_another_shape_is_refused_with_both_shapes() throws IOException {
        config(c -> c.put("intermediate_size", 96));
        refused("CHECKPOINT_SHAPE_WRONG", "gate_proj", "[80, 48]", "[96, 48]");
    }

    @Test
    void offsets_that_do_not_fit_the_shape_are_refused() throws IOException {
        header(h -> h.replaceFirst("(\"lm_head.weight\":\\{\"dtype\":\"F32\",\"shape\":)\\[288,48]", "$1[288,47]"));
        refused("CHECKPOINT_INCONSISTENT", "lm_head.weight", "needs");
    }

    @Test
    void shapes_that_overflow_are_refused() throws IOException {
        header(h -> h.replaceFirst("(\"lm_head.weight\":\\{\"dtype\":\"F32\",\"shape\":)\\[288,48]", "$1[9223372036854775807,48]"));
        refused("CHECKPOINT_INCONSISTENT", "lm_head.weight");
    }

    @Test
    void a_head_that_is_said_to_be_its_own_must_be_there() throws IOException {
        header(h -> h.replace("lm_head.weight", "lm_tail.weight"));
        refused("CHECKPOINT_TENSOR_MISSING", "lm_head.weight");
        config(c -> c.put("tie_word_embeddings", true));
        check();
    }

    @Test
    void a_missing_shard_is_named() throws Exception {
        Files.delete(weights());
        Files.delete(folder.resolve("config.json"));
        copyOf("sees-flat-sharded");
        check();
        Files.delete(folder.resolve("model-00002-of-00004.safetensors"));
        refused("CHECKPOINT_SHARD_MISSING", "model-00002-of-00004.safetensors");
    }

    @Test
    void an_index_that_contradicts_its_shards_is_refused() throws Exception {
        Files.delete(weights());
        Files.delete(folder.resolve("config.json"));
        copyOf("sees-flat-sharded");
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, Files.readString(index).replaceFirst("(\"lm_head.weight\": \"model-0000)\\d", "$13"));
        refused("CHECKPOINT_INCONSISTENT", "lm_head.weight");
        Files.copy(folder.resolve("model-00001-of-00004.safetensors"), folder.resolve("model-00002-of-00004.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        refused("CHECKPOINT_TENSOR_TWICE", "model-00001", "model-00002");
        Files.writeString(index, "{\"weight_map\": {\"lm_head.weight\": \"../other.safetensors\"}}");
        refused("CHECKPOINT_INDEX_INVALID", "outside");
    }

    @Test
    void a_folder_without_weights_or_configuration_is_refused() throws IOException {
        Files.delete(weights());
        refused("CHECKPOINT_WEIGHTS_MISSING", "safetensors");
        Files.delete(folder.resolve("config.json"));
        refused("CONFIG_MISSING", "config.json");
    }

    @Test
    void no_damage_to_a_header_has_any_other_end_than_a_refusal() throws IOException {
        byte[] whole = Files.readAllBytes(weights());
        int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                damaged[random.nextInt(8 + header)] = (byte) random.nextInt(256);
            }
            Files.write(weights(), damaged);
            try {
                check();
            } catch (CheckpointRefusedException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "hidden_act|\"gelu\"|hidden_act \"gelu\" (supported: silu)",
        "rope_parameters|{\"rope_type\": \"yarn\", \"factor\": 4.0}|rope_type \"yarn\"",
        "rope_scaling|{\"type\": \"linear\", \"factor\": 2}|type \"linear\"",
        "layer_types|[\"full_attention\", \"sliding_attention\"]|layer_types with \"sliding_attention\"",
        "quantization_config|{\"quant_method\": \"fp8\"}|quantization_config",
        "num_key_value_heads|3|num_key_value_heads 3",
        "num_attention_heads|0|num_attention_heads 0",
        "hidden_size|\"big\"|hidden_size \"big\"",
        "dtype|\"float8_e4m3fn\"|dtype \"float8_e4m3fn\""
    })
    void settings_that_are_not_supported_are_refused_by_name(String key, String value, String mention) throws IOException {
        var tree = Json.tree(value);
        config(c -> {
            c.remove("rope_parameters");
            c.remove("layer_types");
            c.set(key, tree);
        });
        refused("CONFIG_UNSUPPORTED", mention);
    }

    @Test
    void everything_that_is_not_supported_is_said_at_once() throws IOException {
        config(c -> c.put("hidden_act", "relu").put("head_dim", 15));
        refused("CONFIG_UNSUPPORTED", "hidden_act \"relu\"", "head_dim 15");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "num_hidden_layers|2000000000|num_hidden_layers 2000000000 (a whole number, 1 to 4096)",
        "hidden_size|-48|hidden_size -48",
        "hidden_size|48.0|hidden_size 48.0",
        "vocab_size|9223372036854775808|vocab_size 9223372036854775808",
        "max_position_embeddings|0|max_position_embeddings 0",
        "head_dim|\"16\"|head_dim \"16\"",
        "num_key_value_heads|0|num_key_value_heads 0",
        "attention_bias|\"yes\"|attention_bias \"yes\" (true or false)",
        "tie_word_embeddings|2|tie_word_embeddings 2",
        "rms_norm_eps|\"tiny\"|rms_norm_eps \"tiny\" (a number)",
        "partial_rotary_factor|0.5|partial_rotary_factor 0.5"
    })
    void sizes_that_make_no_sense_are_refused_by_name(String key, String value, String mention) throws IOException {
        JsonNode changed = Json.MAPPER.readTree(value);
        config(c -> c.set(key, changed));
        refused("CONFIG_UNSUPPORTED", mention);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "in_channels|4|in_channels 4 (pictures have 3)",
        "patch_size|0|patch_size 0",
        "patch_size|[4, 6]|all sides must be equal",
        "spatial_merge_size|-2|spatial_merge_size -2",
        "temporal_patch_size|99999999|temporal_patch_size 99999999",
        "num_position_embeddings|35|no square",
        "deepstack_visual_indexes|\"0\"|deepstack_visual_indexes \"0\" (a list)",
        "num_heads|7|a width that is a multiple of 4"
    })
    void a_vision_tower_that_makes_no_sense_is_refused_by_name(String key, String value, String mention) throws Exception {
        Files.delete(weights());
        Files.delete(folder.resolve("config.json"));
        copyOf("sees-deep");
        JsonNode changed = Json.MAPPER.readTree(value);
        config(c -> ((ObjectNode) c.get("vision_config")).set(key, changed));
        refused("CONFIG_UNSUPPORTED", mention);
    }

    @Test
    void key_value_heads_that_are_left_out_are_as_many_as_in_the_public_library() throws IOException {
        config(c -> {
            c.put("num_attention_heads", 64);
            c.remove("num_key_value_heads");
        });
        assertThat(ModelConfig.read(folder).text().keyValueHeads()).isEqualTo(32);
        config(c -> c.putNull("num_key_value_heads"));
        assertThat(ModelConfig.read(folder).text().keyValueHeads()).isEqualTo(64);
    }

    @Test
    void another_kind_of_model_is_refused() throws IOException {
        config(c -> c.put("model_type", "llama"));
        refused("CONFIG_MODEL_UNSUPPORTED", "llama", "qwen3_vl");
    }

    @Test
    void old_and_new_spellings_say_the_same() throws Exception {
        Files.delete(weights());
        Files.delete(folder.resolve("config.json"));
        copyOf("sees-deep");
        ModelConfig expected = ModelConfig.read(folder);
        config(c -> {
            ObjectNode text = (ObjectNode) c.path("text_config");
            ObjectNode rope = (ObjectNode) text.remove("rope_parameters");
            text.set("rope_theta", rope.remove("rope_theta"));
            text.set("rope_scaling", rope);
            c.set("torch_dtype", c.remove("dtype"));
            ((ObjectNode) c.path("vision_config")).remove("rope_parameters");
        });
        assertThat(ModelConfig.read(folder)).isEqualTo(expected);
        assertThat(expected.text().frequencyAxes()).containsExactly(0, 1, 2, 0, 1, 2, 0, 1);
    }

    @Test
    void a_head_that_is_the_embedding_as_well_is_held_twice_where_matrices_are_packed() throws IOException {
        ModelConfig tied = ModelConfig.read(folder);
        MemoryEstimate estimate = MemoryEstimate.of(tied, 4, 4, 1024);
        long head = (long) tied.text().vocabularySize() * tied.text().hiddenSize();
        boolean twice = tied.tiedEmbeddings();
        assertThat(estimate.packed(tied, 0).weights()).isEqualTo(estimate.weights() + (twice ? 4 * head : 0));
        assertThat(estimate.packed(tied, head + 1)).isEqualTo(estimate);
        config(c -> c.put("tie_word_embeddings", !twice));
        ModelConfig other = ModelConfig.read(folder);
        MemoryEstimate otherwise = MemoryEstimate.of(other, 4, 4, 1024);
        assertThat(otherwise.packed(other, 0).weights()).isEqualTo(otherwise.weights() + (twice ? 0 : 4 * head));
    }

    @Test
    void too_little_memory_is_said_with_what_would_be_needed() {
        MemoryEstimate estimate = MemoryEstimate.of(ModelConfig.read(folder), 4, 4, 1024);
        assertThat(estimate.weights()).isEqualTo(4 * 66_352);
        assertThat(estimate.perToken()).isEqualTo(2 * 2 * 16 * 4);
        assertThatExceptionOfType(CheckpointRefusedException.class).isThrownBy(() -> estimate.require(100 << 20, 1000, "this machine has"))
                .withMessageContainingAll("MEMORY_TOO_SMALL", "66,352 parameters", "this machine has 100.0 MiB");
    }
}
