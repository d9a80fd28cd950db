package dev.maestro.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.stack.BootstrapKey;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.Json;
import dev.maestro.service.MaestroService;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query over HTTP, through the whole program: PostgreSQL, Temporal, a worker and experts. */
@Tag("end-to-end")
class ServiceEndToEndTest {
    private static final FakeExpert QUICK = FakeExpert.start().always(Script.answer("It says sesame.\n\nsesame"));
    private static final FakeExpert SLOW = FakeExpert.start();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path home;

    private static LiveStack stack;
    private static Configuration configuration;
    private static ConnectedServices wiring;
    private static String key;

    @BeforeAll
    static void start() {
        stack = LiveStack.start("""
                insert into prompts (name, template) values ('look', 'Question: {{question}}');
                insert into experts (name, endpoint, model, description, expected_latency_ms) values
                    ('Quick', '%s', 'fake-model', 'Lives in the test.', 100), ('Slow', '%s', 'fake-model', 'Lives in the test.', 60000);
                insert into skills (name, level, description, min_images, plan) select 'Look_' || name, 1, 'Asks once.', 0,
                    '{"steps": [{"id": "answer", "kind": "ask", "prompt": "look", "max_output_tokens": 100}], "observation": {"from": ["answer"]}}'
                    from experts where name in ('Quick', 'Slow');
                insert into expert_skills (expert, skill, allowed) select experts.name, skills.name, skills.name = 'Look_' || experts.name
                    from experts, skills where skills.name in ('Look_Quick', 'Look_Slow');
                """.formatted(QUICK.endpoint(), SLOW.endpoint()));
        configuration = ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString(), "MAESTRO_HTTP_PORT", "0",
                "MAESTRO_HTTP_TEXT_ONLY", "policy"), home);
        wiring = new ConnectedServices(stack.endpoints());
        key = BootstrapKey.renew(wiring.apiKeys(), home, "test").written();
    }

    @AfterAll
    static void stop() {
        wiring.close();
        stack.close();
        QUICK.close();
        SLOW.close();
    }

    private static HttpResponse<String> send(MaestroService service, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .timeout(Duration.ofSeconds(120))
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String ASK = "{\"question\": \"What does it say?\", \"policy\": \"remote\"}";

    @Test
    void a_query_is_asked_watched_and_answered() {
        stack.policyWrites(LiveStack.call("Quick", "Look_Quick"), LiveStack.answer("sesame"));
        try (MaestroService service = wiring.startService(configuration)) {
            assertThat(send(service, "GET", "/ready", "").statusCode()).isEqualTo(200);
            HttpResponse<String> answer = send(service, "POST", "/v1/queries", ASK, "Prefer", "wait=90");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode state = Json.tree(answer.body());
            assertThat(state.path("answer").asText()).isEqualTo("sesame");
            assertThat(state.path("experts").path(0).asText()).isEqualTo("Quick");
            String events = send(service, "GET", state.path("links").path("events").asText(), "").body();
            List<String> kinds = events.lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)).toList();
            assertThat(kinds).containsExactly("accepted", "started", "pinned", "decided", "step", "verdict", "observed", "decided",
                    "outcome",
                    "done");
            assertThat(events).contains("\"leaf\":\"Look_Quick\"", "\"expert\":\"Quick\"");
        }
    }

    @Test
    void a_query_outlives_the_server_that_accepted_it_and_is_found_again_by_its_key() {
        SLOW.next(Script.after(Duration.ofMillis(1_500), Script.answer("It says slow.\n\nslow")));
        stack.policyWrites(LiveStack.call("Slow", "Look_Slow"), LiveStack.answer("slow"));
        String id;
        try (MaestroService first = wiring.startService(configuration)) {
            HttpResponse<String> accepted = send(first, "POST", "/v1/queries", ASK, "Idempotency-Key", "survives");
            assertThat(accepted.statusCode()).isEqualTo(202);
            id = Json.tree(accepted.body()).path("id").asText();
            Eventually.that("the expert was asked", () -> SLOW.requests(id + "/1/answer/Slow") == 1);
        }
        try (MaestroService second = wiring.startService(configuration)) {
            HttpResponse<String> again = send(second, "POST", "/v1/queries", ASK, "Idempotency-Key", "survives", "Prefer", "wait=90");
            assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
            assertThat(Json.tree(again.body()).path("id").asText()).isEqualTo(id);
            assertThat(Json.tree(again.body()).path("answer").asText()).isEqualTo("slow");
            assertThat(SLOW.requests(id + "/1/answer/Slow")).as("nothing was asked twice").isEqualTo(1);
        }
    }

    private static final String CHAT = """
            {"model": "maestro-remote", "messages": [{"role": "system", "content": "Be short."}, {"role": "user", "content": "What does it say?"}]%s}
            """;

    @Test
    void a_chat_is_answered_and_so_is_its_repetition_by_another_server() {
        SLOW.next(Script.after(Duration.ofMillis(2_500), Script.answer("It says slow.\n\nslow")));
        stack.policyWrites(LiveStack.call("Slow", "Look_Slow"), LiveStack.answer("slow"));
        HttpResponse<String> late;
        try (MaestroService first = wiring.startService(configuration)) {
            late = send(first, "POST", "/v1/chat/completions", CHAT.formatted(""), "X-Stainless-Retry-Count", "0",
                    "X-Stainless-Read-Timeout",
                    "1");
        }
        assertThat(late.statusCode()).isEqualTo(408);
        String id = late.headers().firstValue("Maestro-Query-Id").orElseThrow();
        try (MaestroService second = wiring.startService(configuration)) {
            HttpResponse<String> answer = send(second, "POST", "/v1/chat/completions", CHAT.formatted(""), "X-Stainless-Retry-Count", "1");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode completion = Json.tree(answer.body());
            assertThat(completion.path("id").asText()).isEqualTo("chatcmpl-" + id);
            assertThat(completion.path("choices").path(0).path("message").path("content").asText()).isEqualTo("slow");
            assertThat(completion.path("maestro").path("experts").path(0).asText()).isEqualTo("Slow");
            assertThat(SLOW.requests(id + "/1/answer/Slow")).as("nothing was asked twice").isEqualTo(1);
            HttpResponse<String> stream = send(second, "POST", "/v1/chat/completions", CHAT.formatted(", \"stream\": true"),
                    "X-Stainless-Retry-Count", "1");
            assertThat(stream.body()).contains("asked Slow with Look_Slow: answer done", "\"content\":\"slow\"", "data: [DONE]");
        }
    }

    @Test
    void a_response_is_cancelled_in_the_background() {
        SLOW.next(Script.silence());
        stack.policyWrites(LiveStack.call("Slow", "Look_Slow"));
        try (MaestroService service = wiring.startService(configuration)) {
            String id = Json.tree(send(service, "POST", "/v1/responses",
                    "{\"model\": \"maestro-remote\", \"input\": \"What does it say?\", \"background\": true}").body()).path("id").asText();
            String query = id.substring("resp_".length());
            Eventually.that("the expert was asked", () -> SLOW.requests(query + "/1/answer/Slow") == 1);
            assertThat(send(service, "POST", "/v1/responses/" + id + "/cancel", "").statusCode()).isEqualTo(200);
            Eventually.that("it stopped", () -> Json.tree(send(service, "GET", "/v1/responses/" + id, "").body()).path("status").asText()
                    .equals("cancelled"));
            assertThat(send(service, "GET", "/v1/responses/" + id + "?stream=true&starting_after=1", "").body())
                    .contains("event: response.failed", "\"status\":\"cancelled\"");
        }
    }

    @Test
    void a_query_is_stopped_over_http_and_what_ended_is_not_steered() {
        SLOW.next(Script.silence());
        stack.policyWrites(LiveStack.call("Slow", "Look_Slow"));
        try (MaestroService service = wiring.startService(configuration)) {
            String id = Json.tree(send(service, "POST", "/v1/queries", ASK).body()).path("id").asText();
            Eventually.that("the expert was asked", () -> SLOW.requests(id + "/1/answer/Slow") == 1);
            assertThat(send(service, "POST", "/v1/queries/" + id + "/cancel", "").statusCode()).isEqualTo(202);
            Eventually.that("it stopped", () -> Json.tree(send(service, "GET", "/v1/queries/" + id, "").body()).path("status").asText()
                    .equals("cancelled"));
            assertThat(send(service, "POST", "/v1/queries/" + id + "/cancel", "").statusCode()).as("it is so already").isEqualTo(200);
            assertThat(send(service, "POST", "/v1/queries/" + id + "/pause", "").statusCode()).isEqualTo(409);
        }
    }

    @Test
    void the_key_of_an_occasion_lies_where_its_owner_alone_can_read_it_and_ends_the_one_before() throws IOException {
        Path file = BootstrapKey.file(home);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        String before = BootstrapKey.renew(wiring.apiKeys(), home, "up").written();
        String now = BootstrapKey.renew(wiring.apiKeys(), home, "up").written();
        assertThat(Files.readString(file).strip()).isEqualTo(now).isNotEqualTo(before);
        assertThat(wiring.apiKeys().list("default")).filteredOn(row -> row.name().equals("up") && row.revokedAt().isEmpty()).hasSize(1);
        assertThat(BootstrapKey.ifNone(wiring.apiKeys(), home)).as("there is one").isEmpty();
    }
}
