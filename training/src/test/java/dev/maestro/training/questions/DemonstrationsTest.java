package dev.maestro.training.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.example.ExampleCheckpoint;
import dev.maestro.inference.text.Tokenizer;
import dev.maestro.testing.TestImages;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemonstrationsTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        model = ExampleCheckpoint.write(folder.resolve("model"), 1);
        file = folder.resolve("shown.jsonl");
    }

    private Demonstrations read(String... lines) throws Exception {
        Files.write(file, List.of(lines));
        return Demonstrations.read(file, Demonstrations.digest(file), model);
    }

    private String decoded(int[] ids) {
        try (Tokenizer tokenizer = Tokenizer.of(model)) {
            return tokenizer.decode(ids, false);
        }
    }

    private static int[] learned(SftBatch.Response response) {
        return response.targets().stream().mapToInt(target -> target.good()[0]).toArray();
    }

    @Test
    void each_message_of_the_policy_is_learned_with_its_end_behind_all_that_stands_before_it() throws Exception {
        try (Demonstrations all = read("""
                {"messages": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "two?"},
                {"role": "assistant", "content": "ask"}, {"role": "user", "content": "seen"}, {"role": "assistant", "content": "told"}]}"""
                .replace("\n", ""))) {
            assertThat(all.size()).isEqualTo(2);
            List<String> shown = new ArrayList<>();
            for (SftBatch.Prompt prompt : all.batch(0, 2, 5).prompts()) {
                SftBatch.Response response = prompt.responses().getFirst();
                assertThat(response.targets()).extracting(Target::position)
                        .containsExactlyElementsOf(java.util.stream.IntStream.range(0, response.ids().length).boxed().toList());
                assertThat(learned(response)).isEqualTo(response.ids());
                assertThat(decoded(prompt.ids())).contains("be brief", "two?");
                shown.add(decoded(response.ids()));
                assertThat(decoded(prompt.ids()).contains("seen")).isEqualTo(decoded(response.ids()).startsWith("told"));
            }
            assertThat(shown).as("in an order of the seed's").containsExactlyInAnyOrder("ask<|im_end|>", "told<|im_end|>");
        }
    }

    @Test
    void what_is_said_to_be_without_loss_is_read_and_not_learned() throws Exception {
        try (Demonstrations all = read("""
                {"messages": [{"role": "user", "content": "two?"}, {"role": "assistant", "content": "never", "loss": false},
                {"role": "user", "content": "again"}, {"role": "assistant", "content": [{"type": "text", "text": "name", "loss": false},
                {"type": "text", "text": "word"}]}]}""".replace("\n", ""))) {
            assertThat(all.size()).isEqualTo(1);
            SftBatch.Prompt prompt = all.batch(0, 1, 5).prompts().getFirst();
            assertThat(decoded(prompt.ids())).contains("never");
            assertThat(decoded(prompt.responses().getFirst().ids())).isEqualTo("nameword<|im_end|>");
            assertThat(decoded(learned(prompt.responses().getFirst()))).isEqualTo("word<|im_end|>");
        }
    }

    @Test
    void an_image_is_shown_where_it_stands() throws Exception {
        Files.write(folder.resolve("seen.png"), TestImages.png(64, 64).bytes());
        try (Demonstrations all = read("""
                {"messages": [{"role": "user", "content": [{"type": "image", "path": "seen.png"}, {"type": "text", "text": "what?"}]},
                {"role": "assistant", "content": "a square"}]}""".replace("\n", ""))) {
            SftBatch.Prompt prompt = all.batch(0, 1, 5).prompts().getFirst();
            assertThat(prompt.images()).hasSize(1);
            assertThat(decoded(prompt.ids())).contains("<|image_pad|>");
        }
    }

    @Test
    void every_epoch_shows_each_message_once_in_an_order_of_its_own() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add("{\"messages\": [{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a" + i + "\"}]}");
        }
        try (Demonstrations all = read(lines.toArray(String[]::new))) {
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            for (int step = 0; step < 6; step++) {
                for (SftBatch.Prompt prompt : all.batch(step, 4, 9).prompts()) {
                    (step < 3 ? first : second).add(decoded(prompt.responses().getFirst().ids()));
                }
            }
            assertThat(first).doesNotHaveDuplicates().hasSize(12).containsExactlyInAnyOrderElementsOf(second);
            assertThat(first).isNotEqualTo(second);
            assertThat(all.batch(1, 4, 9).prompts().stream().map(p -> Arrays.toString(p.responses().getFirst().ids())).toList())
                    .isEqualTo(all.batch(1, 4, 9).prompts().stream().map(p -> Arrays.toString(p.responses().getFirst().ids())).toList());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            not json | line 1 of shown.jsonl is no JSON
            {} | line 1 of shown.jsonl has no list "messages"
            {"messages": [{"content": "q"}]} | message 1 has no role
            {"messages": [{"role": "assistant", "content": "a"}]} | message 1 answers nothing
            {"messages": [{"role": "user", "content": "q"}]} | shows nothing
            {"messages": [{"role": "user", "content": 7}]} | must be a text or a list of parts
            {"messages": [{"role": "user", "content": [{"type": "video"}]}]} | a part is of type "video"
            {"messages": [{"role": "user", "content": [{"type": "image", "path": "no.png"}]}]} | there is no image "no.png"
            """)
    void a_line_that_shows_nothing_is_refused_by_its_number(String line, String why) {
        assertThatThrownBy(() -> read(line).close()).isInstanceOf(MaestroException.class)
                .hasMessageContaining("DEMONSTRATIONS_INVALID").hasMessageContaining(why);
    }

    @Test
    void a_file_that_has_changed_since_the_run_began_is_refused() throws Exception {
        Files.writeString(file,
                "{\"messages\": [{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a\"}]}");
        String digest = Demonstrations.digest(file);
        Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Demonstrations.read(file, digest, model)).hasMessageContaining("is not what the run began with");
    }
}
