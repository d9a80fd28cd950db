package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.program.ExitCode;
import dev.maestro.core.Json;
import dev.maestro.inference.testing.ProcessingFiles;
import dev.maestro.inference.testing.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a person types them, over a checkpoint made by a seed. */
class PolicyCommandTest {
    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void makeModel() {
        model = TinyCheckpoint.write(folder.resolve("model"), 3);
    }

    private CommandRun run(String... arguments) {
        // the natives of this build, not unpacked anew for every test
        Map<String, String> environment = Map.of("MAESTRO_HOME", System.getProperty("java.io.tmpdir") + "/maestro-policy-command-test",
                "PATH", "/usr/bin");
        return CommandRun.of(environment, arguments);
    }

    @Test
    void example_writes_a_checkpoint_that_info_supports_and_overwrites_nothing() throws IOException {
        Path made = folder.resolve("made");
        CommandRun seen = run("policy", "example", made.toString());
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("wrote " + made, "--policy local --model " + made);
        assertThat(run("policy", "info", "--model", made.toString()).out()).contains("token_ids, messages, images")
                .endsWith("supported" + System.lineSeparator());
        assertThat(made.resolve("model.safetensors")).hasSameBinaryContentAs(model.resolve("model.safetensors"));
        CommandRun again = run("policy", "example", made.toString(), "--seed", "4");
        assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(again.err()).contains("FOLDER_NOT_EMPTY", made.toString());
        run("policy", "example", folder.resolve("other").toString(), "--seed", "4", "--json");
        assertThat(Files.mismatch(folder.resolve("other/model.safetensors"), model.resolve("model.safetensors"))).isNotEqualTo(-1);
        assertThat(run("policy", "example", model.resolve("config.json/x").toString()).err()).contains("FOLDER_UNWRITABLE");
    }

    @Test
    void info_says_what_the_checkpoint_is_and_needs() throws IOException {
        CommandRun seen = run("policy", "info", "--model", model.toString());
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("qwen3_vl").contains("2 layers of 48").contains("per 1,000 tokens").doesNotContain("refused")
                .contains("token_ids, messages, images").contains("623 <|im_end|>")
                .endsWith("supported" + System.lineSeparator());
        JsonNode json = Json.MAPPER.readTree(run("policy", "info", "--model", model.toString(), "--json").out());
        assertThat(json.get("supported").asBoolean()).isTrue();
        assertThat(json.get("architecture").get("vision").get("patch_size").asInt()).isEqualTo(16);
        assertThat(json.get("parameters").asLong()).isEqualTo(json.get("stored_bytes").get("F32").asLong() / 4);
        assertThat(json.get("memory").get("float32").get("kv_bytes_per_1000_tokens").asLong()).isEqualTo(1000L * 2 * 2 * 2 * 16 * 4);
        assertThat(json.get("image_processor").get("tokens_of").get("448 x 448").asInt()).isPositive();
    }

    @Test
    void info_names_everything_that_is_refused_at_once() throws IOException {
        Files.writeString(model.resolve("tokenizer.json"), "{");
        Files.writeString(model.resolve("chat_template.jinja"), "{% include 'x' %}");
        Files.writeString(model.resolve("processor_config.json"), "{\"image_processor\": {\"do_pad\": true}}");
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        Files.write(model.resolve("model.safetensors"), java.util.Arrays.copyOf(weights, weights.length - 100));
        CommandRun seen = run("policy", "info", "--model", model.toString());
        assertThat(seen.code()).isEqualTo(ExitCode.QUERY_FAILED.code());
        assertThat(seen.out()).contains("TOKENIZER_UNREADABLE", "CHAT_TEMPLATE_UNSUPPORTED", "IMAGE_PROCESSOR_UNSUPPORTED",
                "refused  weights: ", "not supported").contains("do_pad");
    }

    @Test
    void generate_answers_line_by_line_and_writes_logits() throws IOException {
        Path cases = folder.resolve("cases.jsonl");
        Path images = Files.createDirectory(folder.resolve("pictures"));
        Files.write(images.resolve("odd.png"), ProcessingFiles.image("odd.png"));
        Files.write(cases, List.of(
                "{\"id\": \"words\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}], \"max_tokens\": 4, \"temperature\": 0}",
                "{\"id\": \"seen\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\", \"path\": \"odd.png\"}, {\"type\": \"text\", \"text\": \"?\"}]}], \"max_tokens\": 4, \"temperature\": 0}",
                "no json",
                "{\"id\": 3, \"token_ids\": [1, 2], \"max_tokens\": 4, \"temperature\": 0.8, \"seed\": 5}"));
        Path logits = folder.resolve("logits.safetensors");
        CommandRun seen = run("policy", "generate", "--model", model.toString(), "--input", cases.toString(), "--images", images.toString(),
                "--logits", logits.toString(), "--device", "cpu");
        assertThat(seen.code()).as(seen.err()).isEqualTo(ExitCode.QUERY_FAILED.code());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : seen.out().lines().toList()) {
            lines.add(Json.MAPPER.readTree(line));
        }
        assertThat(lines).extracting(line -> line.get("id").asText()).containsExactly("words", "seen", "3", "3");
        assertThat(lines.get(2).get("error").get("code").asText()).isEqualTo("CASE_NOT_JSON");
        assertThat(lines.get(3).get("token_ids")).hasSize(4);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(logits)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] head = new byte[(int) file.getLong()];
        file.get(head);
        JsonNode tensors = Json.MAPPER.readTree(head);
        assertThat(tensors.get("seen").get("shape").get(0).asInt()).isEqualTo(lines.get(1).get("prompt_token_ids").size());
        assertThat(tensors.get("seen").get("shape").get(1).asInt()).isEqualTo(640);
        assertThat(tensors.get("seen").get("dtype").asText()).isEqualTo("F32");
        assertThat(tensors.has("3")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"--device, tpu, DEVICE_UNKNOWN, 2", "--dtype, int4, DTYPE_UNKNOWN, 2", "--batch, 0, BATCH_INVALID, 2",
        "--input, /nowhere/cases.jsonl, INPUT_MISSING, 3"})
    void what_generate_cannot_do_it_says_before_it_loads(String option, String value, String code, int exit) {
        CommandRun seen = run("policy", "generate", "--model", model.toString(), option, value);
        assertThat(seen.err()).startsWith(code + ": ");
        assertThat(seen.code()).isEqualTo(exit);
        assertThat(seen.out()).isEmpty();
    }

    @Test
    void a_folder_that_is_no_checkpoint_is_refused_with_the_way_out() {
        CommandRun absent = run("policy", "info", "--model", folder.resolve("absent").toString());
        assertThat(absent.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(absent.err()).startsWith("MODEL_MISSING: ");
        CommandRun empty = run("policy", "generate", "--model", folder.toString());
        assertThat(empty.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(empty.err()).startsWith("CONFIG_MISSING: ");
    }
}
