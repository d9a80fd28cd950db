package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.program.ExitCode;
import dev.maestro.core.Json;
import dev.maestro.inference.testing.TinyCheckpoint;
import dev.maestro.testing.ProjectFiles;
import dev.maestro.testing.TestImages;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person sees who mistypes, misses something, or asks for help. Nothing here starts a server. */
class CommandLineTest {
    @TempDir
    private Path home;

    private CommandRun run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private CommandRun run(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(Map.of("MAESTRO_HOME", home.toString(), "PATH", "/usr/bin"));
        environment.putAll(more);
        return CommandRun.of(environment, arguments);
    }

    @Test
    void the_version_is_one_line() {
        CommandRun seen = run("--version");
        assertThat(seen.code()).isZero();
        assertThat(seen.out()).matches("maestro \\S+ \\(Java \\d+\\)\\R");
    }

    @ParameterizedTest
    @CsvSource({
        "aks, COMMAND_UNKNOWN, ask",
        "queries lst, COMMAND_UNKNOWN, list",
        "ask Why? --polcy rules, OPTION_UNKNOWN, --policy",
        "ask Why? --policy rulez, POLICY_UNKNOWN, rules",
        "ask Why? --profile refrence, PROFILE_UNKNOWN, reference",
        "ask Why? --budget turn=3, BUDGET_KEY_UNKNOWN, turns",
        "queries list --status anwsered, STATUS_UNKNOWN, answered"
    })
    void an_unknown_name_is_refused_with_the_nearest_valid_one(String line, String code, String nearest) {
        CommandRun seen = run(line.split(" "));
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(seen.err()).startsWith(code + ": ").contains("Nearest: \"" + nearest + "\"");
        assertThat(seen.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "demo --policy remote, 3, POLICY_NOT_SET, policy.remote.endpoint",
        "demo --policy locl, 2, POLICY_UNKNOWN, \"local\"",
        "demo --policy local --model /nowhere/tiny, 3, MODEL_MISSING, /nowhere/tiny",
        "ask Why? --policy local, 3, MODEL_NOT_SET, --model DIR",
        "ask Why? --policy local --model /nowhere/tiny, 3, MODEL_MISSING, /nowhere/tiny",
        "up --model /nowhere/tiny, 3, MODEL_MISSING, /nowhere/tiny",
        "worker --model /nowhere/tiny, 3, MODEL_MISSING, /nowhere/tiny"
    })
    void a_policy_that_nobody_could_decide_by_is_refused_before_anything_is_started(String line, int exit, String code, String way) {
        CommandRun seen = run(line.split(" "));
        assertThat(seen.code()).isEqualTo(exit);
        assertThat(seen.err()).startsWith(code + ": ").contains(way);
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @Test
    void without_a_model_the_demonstration_lets_the_learned_policy_decide_in_its_world_and_says_so() {
        CommandRun seen = run("demo", "--policy", "local");
        assertThat(seen.code()).as(seen.err()).isEqualTo(ExitCode.OK.code());
        assertThat(seen.err()).contains("a learned policy");
        assertThat(seen.out()).contains("LEARNED", "asks ", "hears ", "answers ", "ood");
        assertThat(home.resolve("postgres")).as("it needs no server").doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "tokenizer.json, TOKENIZER_MISSING", "chat_template.jinja, CHAT_TEMPLATE_MISSING", "processor_config.json, IMAGE_PROCESSOR_MISSING",
        "model.safetensors, CHECKPOINT_WEIGHTS_MISSING"
    })
    void a_checkpoint_that_lacks_what_a_policy_needs_is_refused_before_anything_is_started(String lacks, String code) throws IOException {
        Path model = TinyCheckpoint.write(home.resolve("tiny"), 3);
        Files.delete(model.resolve(lacks));
        for (String command : List.of("up", "worker", "ask Why? --policy local", "demo --policy local")) {
            CommandRun seen = run((command + " --model " + model).split(" "));
            assertThat(seen.code()).as(command).isEqualTo(ExitCode.BAD_INPUT.code());
            assertThat(seen.err()).startsWith(code + ": ").contains(model.toString());
        }
        assertThat(run("doctor", "--model", model.toString()).out()).contains("missing  Model", code);
    }

    @Test
    void a_model_that_does_not_fit_is_refused_with_numbers_before_anything_is_started() {
        Path model = TinyCheckpoint.write(home.resolve("tiny"), 3);
        CommandRun seen = run(Map.of("MAESTRO_POLICY_LOCAL_MEMORY", "100"), "up", "--model", model.toString());
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).startsWith("MEMORY_TOO_SMALL: the model needs ").contains("183,568 parameters",
                "the limit set for it is 95.4 MiB", model.toString());
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @Test
    void a_second_word_that_should_have_been_in_quotes_is_explained() {
        assertThat(run("ask", "What", "is", "this?").err()).startsWith("ARGUMENT_UNEXPECTED").contains("\"is\"", "quotes");
    }

    @Test
    void a_missing_question_is_named() {
        CommandRun seen = run("ask");
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(seen.err()).contains("QUESTION").contains("maestro ask --help");
    }

    @ParameterizedTest
    @CsvSource({"'', QUESTION_EMPTY", "'  \t ', QUESTION_EMPTY"})
    void a_question_without_text_is_refused(String question, String code) {
        CommandRun seen = run("ask", question);
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).startsWith(code + ": ");
    }

    @Test
    void a_question_of_a_megabyte_is_refused_with_its_length_and_the_limit() {
        CommandRun seen = run("ask", "x".repeat(1 << 20));
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).startsWith("QUESTION_TOO_LONG").contains("1,048,576", "20,000").hasSizeLessThan(400);
    }

    @Test
    void what_a_refusal_mentions_stands_in_fields_with_json_and_only_where_there_are_some() throws IOException {
        var body = Json.tree(run("ask", "x".repeat(20_001), "--json").out());
        assertThat(body.path("reason").asText()).isEqualTo("QUESTION_TOO_LONG");
        assertThat(body.path("message").asText()).startsWith("the question has 20,001 characters");
        assertThat(body.path("fields")).isEqualTo(Json.tree("{\"characters\": 20001, \"limit\": 20000}"));
        assertThat(Json.tree(run("ask", " ", "--json").out()).has("fields")).isFalse();
        Path large = home.resolve("large.png");
        Files.write(large, new byte[20_000_001]);
        assertThat(Json.tree(run("ask", "What?", "--image", large.toString(), "--json").out()).path("fields"))
                .as("of a refusal that another part of the program made")
                .isEqualTo(Json.tree("{\"bytes\": 20000001, \"limit\": 20000000}"));
    }

    @ParameterizedTest
    @CsvSource({"turns=0", "turns=51", "tokens=none", "micros=-1", "timeout=0s", "timeout=later"})
    void a_budget_out_of_range_is_refused_with_the_range(String budget) {
        CommandRun seen = run("ask", "Why?", "--budget", budget);
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(seen.err()).startsWith("BUDGET_INVALID: ").contains("expected");
    }

    @Test
    void pictures_are_refused_by_name_before_anything_is_started() throws IOException {
        Path empty = Files.createFile(home.resolve("empty.png"));
        Path text = Files.writeString(home.resolve("text.png"), "this is no picture");
        Path svg = Files.writeString(home.resolve("drawing.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        Path cut = home.resolve("cut.png");
        File whole = home.resolve("whole.png").toFile();
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", whole);
        byte[] bytes = Files.readAllBytes(whole.toPath());
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        for (Path image : List.of(home.resolve("missing.png"), empty, text, svg, cut)) {
            CommandRun seen = run("ask", "What is this?", "--image", image.toString());
            assertThat(seen.code()).as(image.toString()).isEqualTo(ExitCode.BAD_INPUT.code());
            assertThat(seen.err()).matches("(?s)[A-Z][A-Z_]+: image \"" + image + "\": .*");
        }
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://example.org/a.png", "https://127.0.0.1/a.png", "https://localhost/a.png", "https://10.0.0.1/a.png",
        "https://169.254.169.254/latest",
        "https://[::1]/a.png", "https://me:secret@example.org/a.png?key=secret", "file:///etc/passwd", "data:image/png;base64,AAAA"})
    void an_address_that_is_not_public_https_is_not_fetched_and_its_secrets_are_not_shown(String address) {
        CommandRun seen = run("ask", "What is this?", "--image", address);
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).matches("(?s)IMAGE_(URL|ADDRESS)_NOT_ALLOWED: image \".*").doesNotContain("secret");
    }

    @Test
    void pictures_that_are_too_large_are_refused_before_they_are_decoded() throws IOException {
        Path pixels = Files.write(home.resolve("pixels.png"), TestImages.pngSayingItIs(8_000, 8_000));
        Path sides = Files.write(home.resolve("sides.png"), TestImages.pngSayingItIs(40_000, 2));
        Path bytes = Files.write(home.resolve("bytes.png"), new byte[20_000_001]);
        assertThat(run("ask", "What?", "--image", pixels.toString()).err()).startsWith("IMAGE_TOO_MANY_PIXELS: ").contains("8000x8000",
                "50000000");
        assertThat(run("ask", "What?", "--image", sides.toString()).err()).startsWith("IMAGE_ABSURD_DIMENSIONS: ").contains("40000x2",
                "32768");
        assertThat(run("ask", "What?", "--image", bytes.toString()).err()).startsWith("IMAGE_TOO_MANY_BYTES: ").contains("20000001",
                "20000000");
    }

    @Test
    void a_refusal_with_json_is_one_object_with_the_fields_of_every_answer() {
        CommandRun seen = run("ask", " ", "--json");
        var body = Json.tree(seen.out());
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(body.path("status").asText()).isEqualTo("refused");
        assertThat(body.path("reason").asText()).isEqualTo("QUESTION_EMPTY");
        assertThat(body.path("message").asText()).contains("20000 characters");
        assertThat(body.path("answer").isNull()).isTrue();
        for (String field : List.of("id", "experts", "skills", "registry_revision")) {
            assertThat(body.has(field)).as(field).isTrue();
        }
        assertThat(seen.err()).startsWith("QUESTION_EMPTY: ");
    }

    @ParameterizedTest
    @CsvSource({"ask Why? --json --polcy rules, OPTION_UNKNOWN", "queries list --json --status lost, STATUS_UNKNOWN",
        "history show --json, ARGUMENT_INVALID"})
    void a_mistyped_command_line_with_json_is_one_object_too(String line, String reason) {
        CommandRun seen = run(line.split(" "));
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(Json.tree(seen.out()).path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void a_database_that_is_not_there_is_told_within_seconds_with_its_address() {
        CommandRun seen = run(Map.of("MAESTRO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x?password=secret"), "queries", "list");
        assertThat(seen.code()).isEqualTo(ExitCode.INFRASTRUCTURE.code());
        assertThat(seen.err()).startsWith("DATABASE_UNAVAILABLE: ")
                .contains("jdbc:postgresql://127.0.0.1:1/x", "refused", "Start the database")
                .doesNotContain("secret", "..", "\tat ");
    }

    @Test
    void a_temporal_server_that_is_not_there_is_told_with_its_address() {
        CommandRun seen = run(Map.of("MAESTRO_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x", "MAESTRO_TEMPORAL_ADDRESS", "127.0.0.1:1"),
                "ask",
                "Why?");
        assertThat(seen.code()).isEqualTo(ExitCode.INFRASTRUCTURE.code());
        assertThat(seen.err()).contains("TEMPORAL_UNAVAILABLE: nobody answers at 127.0.0.1:1 (temporal.address)");
    }

    @Test
    void a_home_that_is_a_file_is_refused_with_what_to_do() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "no folder");
        for (String command : List.of("ask Why?", "queries list", "up")) {
            CommandRun seen = run(Map.of("MAESTRO_HOME", file.toString()), command.split(" "));
            assertThat(seen.code()).as(command).isEqualTo(ExitCode.INFRASTRUCTURE.code());
            assertThat(seen.err()).as(command).contains("HOME_NOT_WRITABLE: ", file.toString(), "set MAESTRO_HOME").doesNotContain("\tat ");
        }
    }

    @Test
    void an_id_that_cannot_be_one_is_refused() {
        assertThat(run("ask", "Why?", "--id", "a b").err()).startsWith("QUERY_ID_INVALID");
        assertThat(run("queries", "cancel", "../x").err()).startsWith("QUERY_ID_INVALID");
    }

    @Test
    void detaching_without_a_stack_is_refused_since_nobody_would_go_on() {
        CommandRun seen = run("ask", "Why?", "--detach");
        assertThat(seen.code()).isEqualTo(ExitCode.INFRASTRUCTURE.code());
        assertThat(seen.err()).startsWith("STACK_NOT_RUNNING").contains("maestro up");
    }

    @Test
    void a_wrong_configuration_stops_every_command_that_needs_it() throws IOException {
        Files.writeString(home.resolve("maestro.properties"), "wrokers = 2");
        CommandRun seen = run("ask", "Why?");
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).startsWith("CONFIGURATION_INVALID").contains("\"workers\"");
    }

    @Test
    void doctor_prints_one_json_object_with_every_check() throws IOException {
        CommandRun seen = run("doctor", "--json");
        var body = Json.tree(seen.out());
        assertThat(body.path("checks").size()).isGreaterThan(8);
        body.path("checks").forEach(check -> {
            assertThat(check.path("state").asText()).isIn("ok", "warn", "missing");
            if (!check.path("state").asText().equals("ok")) {
                assertThat(check.path("remedy").asText()).as(check.path("name").asText()).isNotBlank();
            }
        });
    }

    @Test
    void completion_knows_every_command() {
        String script = run("completion").out();
        assertThat(script).contains("ask", "queries", "history", "doctor", "--budget");
    }

    @Test
    void every_command_has_a_help_page_and_every_option_a_description() {
        Terminal terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false);
        check(CommandLines.of(terminal, Map.of()));
    }

    @Test
    void help_is_given_by_every_command_whatever_else_it_demands() {
        Terminal terminal = new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), Map.of(), false);
        helps(CommandLines.of(terminal, Map.of()));
    }

    private void helps(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String path = name.substring("maestro".length()).strip();
        for (String asked : List.of("--help", "-h")) {
            CommandRun seen = run(path.isEmpty() ? new String[]{asked} : (path + " " + asked).split(" "));
            assertThat(seen.code()).as(name).isZero();
            assertThat(seen.err()).as(name).isEmpty();
            assertThat(seen.out()).as(name).contains("Usage: " + name).contains("--help");
        }
        command.getSubcommands().values().forEach(this::helps);
    }

    private static void check(CommandLine command) {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        assertThat(command.getCommandSpec().usageMessage().description()).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
        command.getCommandSpec().options().stream().filter(option -> !option.hidden()).forEach(option -> assertThat(option.description())
                .as(command.getCommandSpec().qualifiedName() + " " + option.longestName()).isNotEmpty());
        command.getSubcommands().values().forEach(CommandLineTest::check);
    }

    @Test
    void colour_is_for_terminals_and_respects_no_color() {
        PrintWriter writer = new PrintWriter(new StringWriter());
        assertThat(new Terminal(writer, writer, Map.of(), true).colour()).isTrue();
        assertThat(new Terminal(writer, writer, Map.of("NO_COLOR", "1"), true).colour()).isFalse();
        assertThat(new Terminal(writer, writer, Map.of("TERM", "dumb"), true).colour()).isFalse();
        assertThat(new Terminal(writer, writer, Map.of(), false).colour()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void every_exit_code_is_documented(ExitCode code) {
        assertThat(ProjectFiles.root().resolve("docs/cli.md")).content().contains("| " + code.code() + " |");
    }

    @Test
    void a_result_that_could_not_be_written_is_no_success() {
        StringWriter err = new StringWriter();
        PrintWriter full = new PrintWriter(new java.io.Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }, true);
        Terminal terminal = new Terminal(full, new PrintWriter(err, true), Map.of(), false);
        int code = CommandLines.of(terminal, Map.of("MAESTRO_HOME", home.toString())).execute("--version");
        assertThat(CommandLines.written(code, terminal)).isEqualTo(ExitCode.INFRASTRUCTURE.code());
        assertThat(err.toString()).startsWith("OUTPUT_LOST: ");
        assertThat(CommandLines.written(ExitCode.USAGE.code(), terminal)).as("another failure stays").isEqualTo(ExitCode.USAGE.code());
    }

    @ParameterizedTest
    @CsvSource({"queries, list", "registry, diff", "experts, health", "evaluations, compare", "training, report"})
    void a_command_that_needs_one_of_its_own_lists_them(String command, String one) {
        CommandRun seen = run(command);
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(seen.err()).startsWith("COMMAND_MISSING: \"maestro " + command + "\" needs one of its commands: ").contains(one);
    }

    @Test
    void an_image_without_its_option_is_named_first() {
        CommandRun seen = run("ask", "What is written here?", "sign.JPG");
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(seen.err()).startsWith("IMAGE_OPTION_FORGOTTEN: \"sign.JPG\" looks like an image. Write --image sign.JPG.");
    }

    @Test
    void a_picture_to_try_things_out_with_is_made_with_its_question_and_answer() throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(java.io.InputStream.nullInputStream(), bytes, new PrintWriter(new StringWriter()),
                new PrintWriter(err, true), Map.of(), false);
        int code = CommandLines.of(terminal, Map.of("MAESTRO_HOME", home.toString())).execute("picture", "receipt:3");
        assertThat(code).isZero();
        assertThat(ImageIO.read(new java.io.ByteArrayInputStream(bytes.toByteArray()))).isNotNull();
        assertThat(err.toString()).contains("ask      ", "expect   ");

        Path file = home.resolve("receipt.png");
        CommandRun again = run("picture", "receipt:3", "--out", file.toString(), "--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes.toByteArray());
        assertThat(err.toString()).contains(again.json().path("question").asText(), again.json().path("accepted").path(0).asText());
        CommandRun refused = run("picture", "receipt:4", "--out", file.toString());
        assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(refused.err()).startsWith("DRAWING_UNWRITABLE: ");
        assertThat(run("picture", "list").out()).contains("receipt");
        assertThat(run("picture", "reciept").err()).startsWith("DRAWING_UNKNOWN: ").contains("Nearest: \"receipt\"");
        assertThat(run("picture", "receipt:x").err()).startsWith("DRAWING_UNKNOWN: ");
    }
}
