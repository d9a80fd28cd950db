package dev.maestro.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.inference.testing.ProcessingFiles;
import dev.maestro.inference.testing.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratingTest {
    private Path folder;

    private Path model;
    private PromptWriter prompts;
    private Engine engine;

    @BeforeAll
    void open(@TempDir Path temporary) {
        folder = temporary;
        model = TinyCheckpoint.write(folder.resolve("model"), 2);
        prompts = PromptWriter.of(model);
        QwenModel loaded = load();
        engine = Engine.start(loaded, prompts.tokenizer(), EngineSettings.within(loaded.cacheTokens() * loaded.bytesPerToken()).running(4));
    }

    private QwenModel load() {
        return QwenModel.load(model, LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(4096));
    }

    @AfterAll
    void close() {
        engine.close();
        prompts.close();
    }

    private List<JsonNode> results(String... lines) {
        Generating generating = new Generating(prompts, ProcessingFiles.path("pictures"), 8);
        List<JsonNode> results = new ArrayList<>();
        generating.run(generating.preparing(List.of(lines).iterator()), engine, result -> results.add(result.json()));
        return results;
    }

    @Test
    void lines_come_back_in_order_with_everything_promised() {
        List<JsonNode> results = results(
                "{\"id\": \"words\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}], \"max_tokens\": 7, \"temperature\": 0}",
                "",
                "{\"id\": 7, \"token_ids\": [1, 2, 3], \"max_tokens\": 3, \"temperature\": 0}",
                "{\"id\": \"seen\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"photo.jpg\"}, {\"type\": \"text\", \"text\": \"what?\"}]}], \"max_tokens\": 5, \"temperature\": 0}");
        assertThat(results).extracting(line -> line.get("id").asText()).containsExactly("words", "7", "seen");
        assertThat(results.get(1).get("id").isInt()).isTrue();
        for (JsonNode line : results) {
            assertThat(line.fieldNames()).toIterable().containsExactly("id", "prompt_token_ids", "token_ids", "text", "logprobs",
                    "finish_reason");
            assertThat(line.get("logprobs")).hasSameSizeAs(line.get("token_ids"));
            line.get("logprobs").forEach(logprob -> assertThat(logprob.asDouble()).isLessThanOrEqualTo(0));
            boolean ended = prompts.endTokens().contains(line.get("token_ids").get(line.get("token_ids").size() - 1).asInt());
            assertThat(line.get("finish_reason").asText()).isEqualTo(ended ? "stop" : "length");
            assertThat(line.get("text").asText()).isEqualTo(prompts.tokenizer().decode(ProcessingFiles.ints(line.get("token_ids")), true));
        }
        assertThat(ProcessingFiles.ints(results.get(1).get("prompt_token_ids"))).containsExactly(1, 2, 3);
        assertThat(results.get(2).get("prompt_token_ids").size()).isGreaterThan(60);
    }

    @Test
    void an_image_changes_what_is_written() {
        String line = "{\"id\": 1, \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"%s\"}, {\"type\": \"text\", \"text\": \"what?\"}]}], \"max_tokens\": 24, \"temperature\": 0}";
        List<JsonNode> results = results(line.formatted("fits.png"), line.formatted("odd.png"));
        // both make 24 placeholders: only what is seen differs
        assertThat(results.get(0).get("prompt_token_ids")).isEqualTo(results.get(1).get("prompt_token_ids"));
        assertThat(results.get(0).get("logprobs")).isNotEqualTo(results.get(1).get("logprobs"));
    }

    @Test
    void lines_that_are_wrong_say_why_and_the_others_go_on() {
        List<JsonNode> results = results(
                "{\"id\": \"a\"",
                "[1]",
                "{\"id\": \"c\"}",
                "{\"id\": \"d\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"absent.png\"}]}]}",
                "{\"id\": \"e\", \"messages\": [{\"role\": \"pirate\", \"content\": \"x\"}]}",
                "{\"id\": \"f\", \"token_ids\": [100000]}",
                "{\"id\": \"g\", \"token_ids\": [1], \"temperature\": -1}",
                "{\"id\": \"h\", \"token_ids\": [1], \"max_tokens\": 0}",
                "{\"id\": \"i\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"audio\"}]}]}",
                "{\"id\": \"j\", \"token_ids\": [1], \"stop\": [\"\"]}",
                "{\"id\": \"k\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"url\": \"https://example.org/x.png\"}]}]}",
                "{\"id\": \"l\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"image\": \"data:image/png;base64,AAAA\"}]}]}",
                "{\"id\": \"m\", \"token_ids\": " + new ArrayList<>(java.util.Collections.nCopies(5000, 1)) + "}",
                "{\"id\": \"n\", \"token_ids\": [1], \"max_tokens\": 2, \"temperature\": 0}");
        assertThat(results).extracting(line -> line.path("error").path("code").asText()).containsExactly(
                "CASE_NOT_JSON", "CASE_INVALID", "CASE_INVALID", "PICTURE_MISSING", "CHAT_TEMPLATE_REFUSED", "TOKEN_UNKNOWN",
                "SAMPLING_INVALID", "CASE_INVALID", "MESSAGES_INVALID", "CASE_INVALID",
                "PICTURE_INVALID", "PICTURE_FORMAT_UNKNOWN", "GENERATION_TOO_LONG", "");
        assertThat(results.getLast().get("token_ids")).isNotEmpty();
        assertThat(results.get(3).get("error").get("message").asText()).contains("absent.png").doesNotStartWith("PICTURE_MISSING");
    }

    @Test
    void what_would_change_the_text_and_is_not_supported_is_refused_and_what_asks_for_nothing_is_not() {
        List<JsonNode> results = results(
                "{\"id\": 1, \"token_ids\": [1], \"max_tokens\": 1, \"tools\": [{\"type\": \"function\"}]}",
                "{\"id\": 2, \"token_ids\": [1], \"max_tokens\": 1, \"repetition_penalty\": 1.1}",
                "{\"id\": 3, \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"a\\u0000b.png\"}]}], \"max_tokens\": 1}",
                "{\"id\": 4, \"token_ids\": [1], \"max_tokens\": 1, \"tools\": [], \"repetition_penalty\": 1.0, \"presence_penalty\": 0, \"add_generation_prompt\": true, \"note\": \"mine\"}");
        assertThat(results).extracting(line -> line.path("error").path("code").asText()).containsExactly("FIELD_UNSUPPORTED",
                "FIELD_UNSUPPORTED", "PICTURE_MISSING", "");
        assertThat(results.getFirst().get("error").get("message").asText()).contains("\"tools\"").contains("top_p");
    }

    @Test
    void a_mark_of_the_byte_order_before_the_first_line_is_passed_over() {
        assertThat(results("\uFEFF{\"id\": 1, \"token_ids\": [1], \"max_tokens\": 1}").getFirst().has("token_ids")).isTrue();
    }

    @Test
    void a_text_may_be_longer_than_the_model_was_made_for_where_that_is_allowed() throws IOException {
        Path other = TinyCheckpoint.write(folder.resolve("short"), 2);
        Files.writeString(other.resolve("config.json"), Files.readString(other.resolve("config.json"))
                .replace("\"max_position_embeddings\": 32768", "\"max_position_embeddings\": 8"));
        String line = "{\"id\": 1, \"token_ids\": [1, 2, 3], \"max_tokens\": 30, \"temperature\": 0}";
        List<JsonNode> results = new ArrayList<>();
        for (boolean anyLength : new boolean[]{false, true}) {
            QwenModel made = QwenModel.load(other, LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(256));
            try (Engine own = Engine.start(made, prompts.tokenizer(),
                    EngineSettings.within(256 * made.bytesPerToken()).anyLength(anyLength))) {
                Generating generating = new Generating(prompts, folder, 8);
                generating.run(generating.preparing(List.of(line).iterator()), own, result -> results.add(result.json()));
            }
        }
        assertThat(results.get(0).get("token_ids")).hasSize(5);
        assertThat(results.get(1).get("token_ids")).isEqualTo(results(line).getFirst().get("token_ids"));
    }

    @Test
    void an_end_token_that_is_a_word_is_part_of_the_text() throws IOException {
        String line = "{\"id\": 1, \"token_ids\": [4, 5, 6], \"max_tokens\": 8, \"temperature\": 0}";
        int[] written = ProcessingFiles.ints(results(line).getFirst().get("token_ids"));
        Path other = TinyCheckpoint.write(folder.resolve("ends-with-a-word"), 2);
        Files.writeString(other.resolve("generation_config.json"), "{\"eos_token_id\": " + written[3] + "}");
        try (PromptWriter ending = PromptWriter.of(other)) {
            List<JsonNode> results = new ArrayList<>();
            Generating generating = new Generating(ending, folder, 8);
            generating.run(generating.preparing(List.of(line).iterator()), engine, result -> results.add(result.json()));
            int[] ended = ProcessingFiles.ints(results.getFirst().get("token_ids"));
            assertThat(results.getFirst().get("finish_reason").asText()).isEqualTo("stop");
            assertThat(ended).isEqualTo(java.util.Arrays.copyOf(written, ended.length)).endsWith(written[3]);
            assertThat(results.getFirst().get("text").asText()).isEqualTo(ending.tokenizer().decode(ended, true))
                    .endsWith(ending.tokenizer().decode(new int[]{written[3]}, true));
        }
    }

    @Test
    void a_result_is_there_before_the_next_line_is() throws InterruptedException {
        BlockingQueue<JsonNode> results = new LinkedBlockingQueue<>();
        List<String> seen = new ArrayList<>();
        Iterator<String> lines = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < 2;
            }

            @Override
            public String next() {
                given++;
                try {
                    // who asks for the second line has read the answer to the first
                    seen.add(given == 1 ? "" : String.valueOf(results.poll(60, TimeUnit.SECONDS)));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "{\"id\": " + given + ", \"token_ids\": [1], \"max_tokens\": 2, \"temperature\": 0}";
            }
        };
        Generating generating = new Generating(prompts, ProcessingFiles.path("pictures"), 8);
        generating.run(generating.preparing(lines), engine, result -> results.add(result.json()));
        assertThat(seen.get(1)).contains("\"id\":1").contains("token_ids");
        assertThat(results.poll(1, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void the_same_seed_draws_the_same_text_whatever_else_runs() {
        String line = "{\"id\": 1, \"token_ids\": [4, 5, 6], \"max_tokens\": 20, \"temperature\": 1.2, \"top_p\": 0.95, \"seed\": %d}";
        JsonNode alone = results(line.formatted(11)).getFirst();
        List<JsonNode> together = results(line.formatted(12), line.formatted(11), line.formatted(13),
                "{\"id\": 2, \"token_ids\": [9], \"max_tokens\": 30, \"temperature\": 2, \"seed\": 1}");
        assertThat(together.get(1).get("token_ids")).isEqualTo(alone.get("token_ids"));
        assertThat(together.get(0).get("token_ids")).isNotEqualTo(alone.get("token_ids"));
    }

    @Test
    void prompt_logits_are_written_by_name_and_agree_with_the_log_probabilities() throws IOException {
        Generating generating = new Generating(prompts, ProcessingFiles.path("pictures"), 8);
        List<Generating.PreparedLine> lines = generating.prepare(List.of(
                "{\"id\": \"one\", \"token_ids\": " + java.util.stream.IntStream.range(0, 70).boxed().toList()
                        + ", \"max_tokens\": 1, \"temperature\": 0}",
                "{\"id\": 2, \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"tall.png\"}, {\"type\": \"text\", \"text\": \"?\"}]}], \"max_tokens\": 1, \"temperature\": 0}",
                "{\"id\": \"one\", \"token_ids\": [1]}",
                "{\"id\": \"bad\", \"token_ids\": []}",
                "{\"id\": \"__metadata__\", \"token_ids\": [1]}").iterator());
        Path logits = folder.resolve("logits/model.safetensors");
        Files.createDirectories(logits.getParent());
        try (QwenModel own = load()) {
            PromptLogits.write(lines, own, logits);
        }
        List<JsonNode> results = new ArrayList<>();
        generating.run(lines.iterator(), engine, result -> results.add(result.json()));
        assertThat(results.get(2).get("error").get("code").asText()).isEqualTo("CASE_ID_TAKEN");
        assertThat(results.get(3).get("error").get("code").asText()).isEqualTo("PROMPT_EMPTY");
        assertThat(results.get(4).get("error").get("code").asText()).isEqualTo("CASE_ID_RESERVED");
        try (Checkpoint file = Checkpoint.open(logits.getParent())) {
            assertThat(file.tensors()).containsOnlyKeys("one", "2");
            for (JsonNode line : results.subList(0, 2)) {
                int length = line.get("prompt_token_ids").size();
                StoredTensor tensor = file.tensor(line.get("id").asText(), List.of((long) length, 640L));
                double[] last = row(file, tensor, length - 1);
                int first = line.get("token_ids").get(0).asInt();
                double sum = java.util.Arrays.stream(last).map(Math::exp).sum();
                assertThat(last[first]).isEqualTo(java.util.Arrays.stream(last).max().orElseThrow());
                // one pass over the prompt here, chunks and the engine there: rounding only
                assertThat(last[first] - Math.log(sum)).isCloseTo(line.get("logprobs").get(0).asDouble(), within(1e-4));
            }
        }
    }

    private static double[] row(Checkpoint file, StoredTensor tensor, int row) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * 640).order(ByteOrder.LITTLE_ENDIAN);
        file.read(tensor, 4L * 640 * row, bytes);
        double[] values = new double[640];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getFloat(4 * i);
        }
        return values;
    }
}
