package dev.maestro.inference.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.testing.ProcessingFiles;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenizerTest {
    private Tokenizer tokenizer;

    @BeforeAll
    void open() {
        tokenizer = Tokenizer.of(ProcessingFiles.path("folder"));
    }

    @AfterAll
    void close() {
        tokenizer.close();
    }

    @Test
    void ids_are_those_of_the_reference() {
        List<JsonNode> rows = ProcessingFiles.rows("texts.jsonl");
        assertThat(rows).hasSizeGreaterThan(25);
        for (JsonNode row : rows) {
            assertThat(tokenizer.encode(row.get("text").asText())).as(row.get("text").asText())
                    .isEqualTo(ProcessingFiles.ints(row.get("ids")));
        }
    }

    @Test
    void texts_are_those_of_the_reference_also_where_characters_are_broken() {
        List<JsonNode> rows = new ArrayList<>(ProcessingFiles.rows("texts.jsonl"));
        rows.addAll(ProcessingFiles.rows("decodes.jsonl"));
        for (JsonNode row : rows) {
            int[] ids = ProcessingFiles.ints(row.get("ids"));
            assertThat(tokenizer.decode(ids, false)).as(row.toString()).isEqualTo(row.get("decoded").asText());
            assertThat(tokenizer.decode(ids, true)).as(row.toString()).isEqualTo(row.get("shown").asText());
        }
    }

    @Test
    void streamed_pieces_never_split_a_character_and_add_up() {
        List<JsonNode> rows = new ArrayList<>(ProcessingFiles.rows("texts.jsonl"));
        rows.addAll(ProcessingFiles.rows("decodes.jsonl"));
        for (JsonNode row : rows) {
            StreamingText stream = tokenizer.stream();
            StringBuilder all = new StringBuilder();
            for (int id : ProcessingFiles.ints(row.get("ids"))) {
                String piece = stream.append(id);
                assertThat(row.get("shown").asText()).as("pieces so far").startsWith(all + piece);
                all.append(piece);
            }
            assertThat(all.append(stream.end()).toString()).isEqualTo(row.get("shown").asText());
        }
    }

    @Test
    void an_emoji_comes_out_with_its_last_byte() {
        int[] ids = tokenizer.encode("a😀");
        assertThat(ids).hasSizeGreaterThan(3);
        StreamingText stream = tokenizer.stream();
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(stream.append(id));
        }
        assertThat(pieces.getFirst()).isEqualTo("a");
        assertThat(pieces.getLast()).isEqualTo("😀");
        assertThat(pieces.subList(1, pieces.size() - 1)).containsOnly("");
    }

    @Test
    void special_tokens_have_ids_and_no_text() {
        int end = tokenizer.id("<|im_end|>").orElseThrow();
        assertThat(tokenizer.isSpecial(end)).isTrue();
        assertThat(tokenizer.bytes(end)).isEmpty();
        assertThat(tokenizer.decode(new int[]{end}, false)).isEqualTo("<|im_end|>");
        assertThat(tokenizer.isSpecial(tokenizer.id("<think>").orElseThrow())).isFalse();
        assertThat(tokenizer.id("<|nowhere|>")).isEmpty();
        assertThat(tokenizer.bytes(tokenizer.size() + 5)).isEmpty();
        assertThat(tokenizer.size()).isEqualTo(635);
    }

    @Test
    void a_missing_tokenizer_is_refused_with_the_file(@TempDir Path folder) {
        assertThatThrownBy(() -> Tokenizer.of(folder)).isInstanceOf(CheckpointRefusedException.class)
                .hasMessageStartingWith("TOKENIZER_MISSING: ").hasMessageContaining("tokenizer.json");
    }

    @Test
    void damaged_tokenizers_are_refused(@TempDir Path folder) throws IOException {
        String whole = Files.readString(ProcessingFiles.path("folder/tokenizer.json"));
        for (int cut : new int[]{0, 1, 100, whole.length() / 2, whole.length() - 3}) {
            Files.writeString(folder.resolve("tokenizer.json"), whole.substring(0, cut));
            assertThatThrownBy(() -> Tokenizer.of(folder)).as("cut at " + cut).isInstanceOf(CheckpointRefusedException.class)
                    .hasMessageContaining("tokenizer.json")
                    .extracting(e -> ((CheckpointRefusedException) e).code())
                    .isIn(TokenizerErrors.TOKENIZER_UNREADABLE, TokenizerErrors.TOKENIZER_UNSUPPORTED);
        }
        Files.writeString(folder.resolve("tokenizer.json"), whole.replace("\"type\": \"BPE\"", "\"type\": \"Unigram\""));
        assertThatThrownBy(() -> Tokenizer.of(folder)).hasMessageStartingWith("TOKENIZER_UNSUPPORTED: ").hasMessageContaining("Unigram");
        Files.writeString(folder.resolve("tokenizer.json"), whole.replace("\"merges\": [", "\"merges\": [[\"no\", \"such\"],"));
        assertThatThrownBy(() -> Tokenizer.of(folder)).hasMessageStartingWith("TOKENIZER_UNREADABLE: ");
        Files.writeString(folder.resolve("tokenizer.json"), whole.replace("\"!\": 0", "\"!\": 2000000000"));
        assertThatThrownBy(() -> Tokenizer.of(folder)).hasMessageStartingWith("TOKENIZER_UNREADABLE: ").hasMessageContaining("2000000000");
    }
}
