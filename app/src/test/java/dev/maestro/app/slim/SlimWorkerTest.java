package dev.maestro.app.slim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.core.Json;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker and command in processes without OpenCV, ONNX Runtime and PyTorch, and a model server that answers. */
@Tag("end-to-end")
@Timeout(300)
class SlimWorkerTest {
    private static final String SLIM = ClassPaths.without(ClassPaths.leftOut());
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path home;

    @Test
    void a_worker_without_readers_and_models_answers_about_a_picture_by_a_model_server() throws Exception {
        assertThat(SLIM).doesNotContain("opencv", "onnx", "djl", "pytorch", "langchain4j", "/readers/", "/inference/", "/policy-local/");
        TestHomes.withDatabase(home);
        Map<String, String> environment = TestHomes.environment(home);
        Configuration configuration = ConfigurationReader.read(environment, home);
        Path picture = Files.write(home.resolve("sign.png"), ShippedDrawings.generators().named("sign").draw(1).png());
        try (FakeExpert expert = FakeExpert.start().always(Script.answer("It says sesame.\n\nsesame"));
                Stack stack = Stack.start(configuration, environment, "test", StackNeed.WORKER, Duration.ZERO, Progress.SILENT);
                ConnectedServices services = new ConnectedServices(stack.endpoints())) {
            migrate(configuration, services, expert);
            stack.announce();
            try (MaestroProcess worker = MaestroProcess.start(SLIM, home, "worker")) {
                awaitReady(worker);

                MaestroProcess.Ended asked = MaestroProcess.run(SLIM, home, "ask", "what does the zebracode say?", "--image",
                        picture.toString(), "--id", "q-slim", "--json");

                assertThat(asked.code()).as(asked.err() + worker.said()).isZero();
                assertThat(Json.tree(asked.out()).path("answer").asText()).isEqualTo("sesame");
                assertThat(expert.last().body().toString()).as("the picture is sent").contains("data:image/");
                assertThat(services.history().audit("q-slim").orElseThrow().pin().orElseThrow().ruleSet()).endsWith("+no-language");
                assertThat(Files.readString(Path.of("/proc", String.valueOf(worker.pid()), "maps")))
                        .doesNotContain("opencv", "onnxruntime", "libtorch", "libtokenizers");
            }
        }
    }

    private void migrate(Configuration configuration, ConnectedServices services, FakeExpert expert) throws Exception {
        Files.createDirectories(configuration.migrations());
        Files.writeString(configuration.migrations().resolve("V0001__experts_of_the_test.sql"), """
                insert into prompts (name, template) values ('look', 'Question: {{question}}');
                update experts set enabled = false;
                update skills set enabled = false;
                insert into experts (name, endpoint, model, description) values ('Server', '%s', 'fake-model', 'Lives in the test.');
                insert into skills (name, level, description, min_images, plan) values ('Look', 1, 'Asks once.', 0,
                    '{"steps": [{"id": "answer", "kind": "ask", "prompt": "look"}], "observation": {"from": ["answer"]}}');
                insert into expert_skills (expert, skill) values ('Server', 'Look');
                insert into routing_terms (router, leaf, term, match, weight) values ('policy', 'Look', 'zebracode', 'word', 9);
                """.formatted(expert.endpoint()));
        assertThat(services.migrate(configuration.migrations()).problems()).isEmpty();
    }

    private static void awaitReady(MaestroProcess worker) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!worker.said().contains("worker ready")) {
            if (!worker.alive() || System.nanoTime() > deadline) {
                throw new AssertionError("the worker does not get ready: " + worker.said());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void doctor_says_what_is_left_out() throws Exception {
        JsonNode checks = Json.tree(MaestroProcess.run(SLIM, home, "doctor", "--json").out()).path("checks");
        assertThat(checks).filteredOn(check -> List.of("Readers", "PyTorch").contains(check.path("name").asText())).hasSize(2)
                .allSatisfy(check -> {
                    assertThat(check.path("state").asText()).isEqualTo("warn");
                    assertThat(check.path("seen").asText()).containsAnyOf("maestro-readers", "maestro-inference");
                    assertThat(check.path("remedy").asText()).contains("MAESTRO_SLIM");
                });
    }

    @Test
    void what_needs_a_model_is_refused_with_the_jar_that_is_left_out() throws Exception {
        for (List<String> command : List.of(List.of("policy", "info", "--model", home.toString()),
                List.of("policy", "example", home.resolve("made").toString()),
                List.of("worker", "--model", home.toString()))) {
            refused(MaestroProcess.run(SLIM, home, command.toArray(String[]::new)), "maestro-inference");
        }
        refused(MaestroProcess.run(ClassPaths.without(List.of("maestro-policy-local")), home, "worker", "--model", home.toString()),
                "maestro-policy-local");
        assertThat(home.resolve("made")).doesNotExist();
    }

    private static void refused(MaestroProcess.Ended ended, String jar) {
        assertThat(ended.err()).startsWith("MODEL_SUPPORT_MISSING: ").contains(jar, "MAESTRO_SLIM");
        assertThat(ended.code()).isEqualTo(4);
    }
}
