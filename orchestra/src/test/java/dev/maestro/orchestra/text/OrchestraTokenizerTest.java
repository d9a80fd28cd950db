package dev.maestro.orchestra.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.orchestra.world.NamePool;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.TaskOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrchestraTokenizerTest {
    private final OrchestraTokenizer tokenizer = OrchestraTokenizer.standard();

    @ParameterizedTest
    @EnumSource
    void every_word_of_every_split_is_one_token(OrchestraSplit split) {
        for (OrchestraTask task : new OrchestraWorld(1).tasks(split, 0, 400, TaskOptions.STANDARD.withTypoShare(0))) {
            assertThat(OrchestraTokenizer.pieces(task.prompt())).allSatisfy(piece -> assertThat(tokenizer.id(piece)).as(piece).isPresent());
            assertThat(String.join("", OrchestraTokenizer.pieces(task.prompt()))).isEqualTo(task.prompt());
        }
    }

    @Test
    void a_name_is_its_two_syllables_and_a_value_and_a_tag_are_one_token() {
        for (String name : Stream.concat(NamePool.of(false).names().stream(), NamePool.of(true).names().stream()).toList()) {
            assertThat(OrchestraTokenizer.pieces(name)).containsExactly(name.substring(0, 3), name.substring(3));
            assertThat(OrchestraTokenizer.pieces("\n- " + name + ": top")).containsExactly("\n- ", name.substring(0, 3), name.substring(3),
                    ":", " top");
        }
        OrchestraWorld.VALUES.forEach(value -> assertThat(tokenizer.id(ActionText.value(value))).isPresent());
        Stream.of("<search>", "</search>", "@@", "<answer>", "</answer>", "<information>", "</information>", "<turn>", "<pad>", "<end>",
                " it", " sure", " not").forEach(token -> assertThat(tokenizer.id(token)).as(token).isPresent());
    }

    @Test
    void the_file_is_always_the_same_and_numbers_its_tokens_without_gaps() throws Exception {
        JsonNode file = Json.tree(tokenizer.json());
        Set<Integer> ids = new HashSet<>();
        file.path("model").path("vocab").forEach(id -> ids.add(id.asInt()));
        file.path("added_tokens").forEach(token -> ids.add(token.path("id").asInt()));
        assertThat(tokenizer.size()).isLessThanOrEqualTo(OrchestraTokenizer.STANDARD_SIZE);
        assertThat(ids.size()).isEqualTo(tokenizer.size());
        assertThat(ids).contains(0, tokenizer.size() - 1);
        assertThat(file.path("model").path("merges")).as("pieces for words with typing errors").hasSizeGreaterThan(100)
                .allSatisfy(merge -> {
                    String[] pair = merge.asText().split(" ");
                    assertThat(file.path("model").path("vocab").has(pair[0] + pair[1])).as(merge.asText()).isTrue();
                });
        assertThat(ContentHash.of(tokenizer.json())).as("trained checkpoints hang on it")
                .isEqualTo(new ContentHash("sha256:94f00fed6d817ddeae53df7a3d23ef5350a7269387903430c8e497554be851fa"));
    }

    @Test
    void a_vocabulary_that_cannot_hold_the_words_is_refused() {
        assertThatThrownBy(() -> OrchestraTokenizer.of(300))
                .hasMessageMatching("VOCABULARY_TOO_SMALL: 300 tokens; [45]\\d\\d are needed at least.");
    }

    @Test
    void a_checkpoint_folder_has_everything_but_weights(@TempDir Path folder) throws Exception {
        CheckpointFiles.write(folder, CheckpointShape.SMALL, tokenizer);
        JsonNode config = Json.MAPPER.readTree(folder.resolve("config.json").toFile());
        assertThat(config.path("vocab_size").asInt()).isEqualTo(tokenizer.size());
        assertThat(config.path("hidden_size").asInt()).isEqualTo(64);
        assertThat(config.path("eos_token_id").asInt()).isEqualTo(tokenizer.id("<end>").orElseThrow());
        assertThat(folder).isDirectoryContaining("glob:**chat_template.jinja").isDirectoryContaining("glob:**tokenizer_config.json")
                .isDirectoryContaining("glob:**generation_config.json");
        assertThat(folder.resolve("tokenizer.json")).hasContent(tokenizer.json());
    }
}
