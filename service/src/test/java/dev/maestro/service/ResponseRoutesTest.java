package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.service.http.ServiceSettings;
import dev.maestro.testing.Eventually;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ResponseRoutesTest {
    private static final String ROUTE = "/v1/responses";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void slowAgain() {
        service.engine.quick = false;
    }

    private static String input(String question, String more) {
        return """
                {"model": "maestro", "input": [{"role": "user", "content": [
                    {"type": "input_text", "text": "%s %d"}, {"type": "input_image", "image_url": "%s"}]}]%s}
                """.formatted(question, NUMBER.incrementAndGet(), ServiceFixture.IMAGE, more);
    }

    /** Asks in the background; the response's id. */
    private static String background(String question) {
        Answer answer = service.post(ROUTE, service.user, input(question, ", \"background\": true"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asText();
    }

    private static String query(String response) {
        return response.substring("resp_".length());
    }

    private static List<JsonNode> events(String stream) {
        return stream.lines().filter(line -> line.startsWith("data: {")).map(line -> Json.tree(line.substring(6))).toList();
    }

    private static List<String> texts(List<JsonNode> events, String field) {
        return events.stream().map(event -> event.path(field).asText()).toList();
    }

    @Test
    void an_answer_comes_as_a_response_that_stays() {
        service.engine.quick = true;
        Answer answer = service.post(ROUTE, service.user, input("Which bar?",
                ", \"instructions\": \"Be short.\", \"metadata\": {\"team\": \"ocr\"}, \"temperature\": 0.5"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode body = answer.json();
        String id = body.path("id").asText();
        assertThat(id).isEqualTo("resp_" + answer.header("Maestro-Query-Id"));
        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.path("output").path(0).path("content").path(0).path("text").asText()).isEqualTo("17");
        assertThat(body.path("usage").path("input_tokens").asLong()).isEqualTo(110);
        assertThat(body.path("usage").path("output_tokens").asLong()).isEqualTo(15);
        assertThat(body.path("instructions").asText()).isEqualTo("Be short.");
        assertThat(body.path("metadata").path("team").asText()).isEqualTo("ocr");
        assertThat(answer.header("Maestro-Ignored")).isEqualTo("temperature");
        Answer shown = service.get(ROUTE + "/" + id, service.viewer);
        assertThat(shown.json()).isEqualTo(body);
        assertThat(service.get(ROUTE + "/" + id, service.viewer, "If-None-Match", shown.header("ETag")).status()).isEqualTo(304);
        assertThat(service.get("/v1/queries/" + query(id), service.user).json().path("question").asText()).contains("[system] Be short.");
        assertThat(service.get(ROUTE + "/" + id, service.stranger).code()).isEqualTo("RESPONSE_UNKNOWN");
    }

    @Test
    void in_the_background_it_is_asked_for_until_it_is_done() {
        String id = background("Later?");
        assertThat(service.get(ROUTE + "/" + id, service.user).json().path("status").asText()).isEqualTo("queued");
        service.engine.pin(query(id));
        assertThat(service.get(ROUTE + "/" + id, service.user).json().path("status").asText()).isEqualTo("in_progress");
        service.engine.turn(query(id), 1);
        service.engine.end(query(id), QueryStatus.ANSWERED, Optional.of("42"), "");
        JsonNode done = service.get(ROUTE + "/" + id, service.user).json();
        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(done.path("background").asBoolean()).isTrue();
        assertThat(done.path("output").path(0).path("content").path(0).path("text").asText()).isEqualTo("42");
    }

    @Test
    void what_ends_without_an_answer_says_how() {
        record End(QueryStatus status, String reason, String shown, String where) {}
        for (End end : List.of(new End(QueryStatus.FAILED, "DEFECT", "failed", "error"),
                new End(QueryStatus.FAILED, "TURNS_EXHAUSTED", "incomplete", "incomplete_details"),
                new End(QueryStatus.CANCELLED, "CANCELLED", "cancelled", ""))) {
            String id = background("Ends?");
            service.engine.pin(query(id));
            service.engine.end(query(id), end.status(), Optional.empty(), end.reason());
            JsonNode body = service.get(ROUTE + "/" + id, service.user).json();
            assertThat(body.path("status").asText()).isEqualTo(end.shown());
            assertThat(body.path("error").isObject()).isEqualTo(end.where().equals("error"));
            assertThat(body.path("incomplete_details").isObject()).isEqualTo(end.where().equals("incomplete_details"));
        }
    }

    @Test
    void a_response_is_cancelled_once_and_asking_again_is_no_error() {
        String id = background("Cancelled?");
        Answer first = service.post(ROUTE + "/" + id + "/cancel", service.user, "");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(service.post(ROUTE + "/" + id + "/cancel", service.user, "").json().path("status").asText()).isEqualTo("cancelled");
        assertThat(service.post(ROUTE + "/" + id + "/cancel", service.otherUser, "").code()).isEqualTo("SCOPE_MISSING");
        String done = background("Done?");
        service.engine.answer(query(done), "17");
        assertThat(service.post(ROUTE + "/" + done + "/cancel", service.user, "").json().path("status").asText()).isEqualTo("completed");
    }

    private static final List<String> TYPES = List.of("response.created", "response.in_progress", "response.output_item.added",
            "response.content_part.added", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
            "response.output_item.done", "response.completed");

    @Test
    void a_stream_has_numbered_events_and_goes_on_behind_any_of_them_on_any_server() {
        CompletableFuture<Answer> stream = CompletableFuture
                .supplyAsync(() -> service.post(ROUTE, service.user, input("Streamed?", ", \"stream\": true, \"background\": true")));
        Eventually.that("it streams", () -> service.service().openStreams() == 1);
        String id = "resp_" + service.engine.submissions.getLast();
        service.engine.answer(query(id), "17");
        String whole = stream.join().text();
        List<JsonNode> events = events(whole);
        assertThat(texts(events, "type")).isEqualTo(TYPES);
        assertThat(texts(events, "sequence_number")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(whole.lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7))).isEqualTo(TYPES);
        assertThat(whole).doesNotContain("[DONE]");
        assertThat(events.get(4).path("delta").asText()).isEqualTo("17");
        assertThat(events.getLast().path("response")).isEqualTo(service.get(ROUTE + "/" + id, service.user).json());
        try (MaestroService other = service.start(ServiceSettings.DEFAULT)) {
            for (int after = 0; after <= 9; after++) {
                Answer rest = service
                        .send(service.request(other.port(), ROUTE + "/" + id + "?stream=true&starting_after=" + after, service.user)
                                .GET().build());
                assertThat(events(rest.text())).isEqualTo(events.subList(after, 9));
            }
        }
    }

    @Test
    void a_stream_of_what_fails_ends_so() {
        String id = background("Fails in a stream?");
        service.engine.pin(query(id));
        service.engine.end(query(id), QueryStatus.FAILED, Optional.empty(), "BUDGET_EXCEEDED");
        assertThat(texts(events(service.get(ROUTE + "/" + id + "?stream=true", service.user).text()), "type"))
                .containsExactly("response.created", "response.in_progress", "response.incomplete");
        Answer failed = failing();
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.json().path("error").path("code").asText()).isEqualTo("DEFECT");
    }

    private static Answer failing() {
        int before = service.engine.submissions.size();
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> service.post(ROUTE, service.user, input("Fails?", "")));
        Eventually.that("it was started", () -> service.engine.submissions.size() > before);
        String id = service.engine.submissions.getLast();
        service.engine.pin(id);
        service.engine.end(id, QueryStatus.FAILED, Optional.empty(), "DEFECT");
        return waiting.join();
    }

    @Test
    void an_answer_that_is_longer_than_was_allowed_is_incomplete() {
        CompletableFuture<Answer> asked = CompletableFuture
                .supplyAsync(() -> service.post(ROUTE, service.user, input("Long?", ", \"max_output_tokens\": 2, \"background\": true")));
        String id = asked.join().json().path("id").asText();
        service.engine.answer(query(id), "one two three");
        JsonNode body = service.get(ROUTE + "/" + id, service.user).json();
        assertThat(body.path("status").asText()).isEqualTo("incomplete");
        assertThat(body.path("incomplete_details").path("reason").asText()).isEqualTo("max_output_tokens");
        assertThat(body.path("output").path(0).path("content").path(0).path("text").asText()).isEqualTo("one two");
    }

    @Test
    void what_was_said_before_goes_on_with_its_images() {
        service.engine.quick = true;
        String first = service.post(ROUTE, service.user, input("First", "")).json().path("id").asText();
        Answer second = service.post(ROUTE, service.user,
                "{\"model\": \"maestro\", \"input\": \"And the second?\", \"previous_response_id\": \"" + first + "\"}");
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(second.json().path("previous_response_id").asText()).isEqualTo(first);
        JsonNode query = service.get("/v1/queries/" + second.header("Maestro-Query-Id"), service.user).json();
        assertThat(query.path("question").asText()).contains("[user] First", "[assistant] 17").endsWith("\n\nAnd the second?");
        assertThat(query.path("images").path(0).asText()).isEqualTo(ServiceFixture.IMAGE.value());
        Answer third = service.post(ROUTE, service.user,
                "{\"model\": \"maestro\", \"input\": \"And the third?\", \"previous_response_id\": \""
                        + second.json().path("id").asText() + "\"}");
        assertThat(service.get("/v1/queries/" + third.header("Maestro-Query-Id"), service.user).json().path("question").asText())
                .contains("[user] First", "[user] And the second?").doesNotContain("<context>\n[user] <context>");
        Answer unknown = service.post(ROUTE, service.user,
                "{\"model\": \"maestro\", \"input\": \"a\", \"previous_response_id\": \"resp_q-none\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("error").path("param").asText()).isEqualTo("previous_response_id");
    }

    @Test
    void what_was_asked_is_listed_and_what_is_deleted_is_found_no_more() {
        String id = background("Listed?");
        JsonNode items = service.get(ROUTE + "/" + id + "/input_items", service.user).json();
        assertThat(items.path("data")).hasSize(1);
        assertThat(items.path("data").path(0).path("content").path(0).path("text").asText()).startsWith("Listed?");
        assertThat(items.path("data").path(0).path("content").path(1).path("image_url").asText()).isEqualTo(ServiceFixture.IMAGE.value());
        assertThat(items.path("first_id")).isEqualTo(items.path("last_id"));
        assertThat(service.send(service.request(ROUTE + "/" + id, service.user).DELETE().build()).json().path("deleted").asBoolean())
                .isTrue();
        assertThat(service.get(ROUTE + "/" + id, service.user).status()).isEqualTo(404);
        assertThat(service.get("/v1/queries/" + query(id), service.user).status()).as("the record stays").isEqualTo(200);
    }

    @Test
    void a_retry_finds_its_response() {
        service.engine.quick = true;
        String body = input("Retried?", "");
        String id = service.post(ROUTE, service.user, body, "X-Stainless-Retry-Count", "0").json().path("id").asText();
        Answer again = service.post(ROUTE, service.user, body, "X-Stainless-Retry-Count", "1");
        assertThat(again.json().path("id").asText()).isEqualTo(id);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        String keyed = service.post(ROUTE, service.user, body, "Idempotency-Key", "r-1").json().path("id").asText();
        assertThat(service.post(ROUTE, service.user, body, "Idempotency-Key", "r-1").json().path("id").asText()).isEqualTo(keyed)
                .isNotEqualTo(id);
    }
}
