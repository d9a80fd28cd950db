package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.service.http.ServiceSettings;
import dev.maestro.testing.Eventually;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class QueryRoutesTest {
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
    void engineReturns() {
        service.engine.away = false;
        service.engine.quick = false;
    }

    @Test
    void a_query_is_accepted_started_and_told_by_its_state() {
        Answer accepted = service.post("/v1/queries", service.user, """
                {"question": "Which bar is highest?", "images": ["%s"], "labels": {"team": "ocr"}, "limits": {"turns": 3, "micros": 50}}
                """.formatted(ServiceFixture.IMAGE));
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.json().path("id").asText();
        assertThat(accepted.header("Location")).isEqualTo("/v1/queries/" + id);
        assertThat(accepted.header("Maestro-Query-Id")).isEqualTo(id);
        assertThat(accepted.json().path("status").asText()).isEqualTo("queued");
        assertThat(accepted.json().path("limits").path("micros").asLong()).isEqualTo(50);
        assertThat(accepted.json().path("limits").path("tokens").asLong()).as("as configured").isEqualTo(200_000);
        assertThat(service.engine.submissions).contains(id);

        service.engine.pin(id);
        JsonNode running = service.get("/v1/queries/" + id, service.viewer).json();
        assertThat(running.path("status").asText()).isEqualTo("running");
        assertThat(running.path("waiting").asText()).isEqualTo("Chart-R1 · answer");

        service.engine.turn(id, 1);
        service.engine.end(id, QueryStatus.ANSWERED, Optional.of("17"), "");
        Answer ended = service.get("/v1/queries/" + id, service.viewer);
        assertThat(ended.json().path("status").asText()).isEqualTo("answered");
        assertThat(ended.json().path("answer").asText()).isEqualTo("17");
        assertThat(ended.json().path("cost_micros").asLong()).isEqualTo(30);
        assertThat(ended.json().path("labels").path("team").asText()).isEqualTo("ocr");
        assertThat(ended.header("Maestro-Experts")).isEqualTo("Chart-R1");
        assertThat(service.get("/v1/queries/" + id, service.viewer, "If-None-Match", ended.header("ETag")).status()).isEqualTo(304);
    }

    @Test
    void a_call_that_waits_has_the_end_in_its_reply() {
        service.engine.quick = true;
        Answer answer = service.post("/v1/queries", service.user, ServiceFixture.question("quick?"), "Prefer", "wait=20");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("answer").asText()).isEqualTo("17");
    }

    @Test
    void a_call_that_waited_long_enough_has_the_id() {
        Answer answer = service.post("/v1/queries", service.user, ServiceFixture.question("slow?"), "Prefer", "respond-async, wait=1");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("id").asText()).isNotEmpty();
    }

    @Test
    void the_same_idempotency_key_finds_the_same_query_and_waits_with_it() {
        Answer first = service.post("/v1/queries", service.user, ServiceFixture.question("once?"), "Idempotency-Key", "k-1");
        String id = first.json().path("id").asText();
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> service.post("/v1/queries", service.user,
                "{\"images\": [\"" + ServiceFixture.IMAGE + "\"], \"question\": \"once?\"}", "Idempotency-Key", "k-1", "Prefer",
                "wait=30"));
        service.engine.answer(id, "42");
        Answer second = waiting.join();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("id").asText()).isEqualTo(id);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();

        Answer other = service.post("/v1/queries", service.user, ServiceFixture.question("another?"), "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(other.json().path("error").path("maestro").path("query_id").asText()).isEqualTo(id);
        assertThat(other.header("x-should-retry")).isEqualTo("false");
        assertThat(service.engine.submissions.stream().filter(id::equals)).hasSize(1);
    }

    @Test
    void of_many_at_the_same_moment_with_one_key_one_begins() {
        List<CompletableFuture<Answer>> all = IntStream.range(0, 12)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> service.post("/v1/queries", service.user,
                        ServiceFixture.question("together?"), "Idempotency-Key", "together")))
                .toList();
        Set<String> ids = new HashSet<>();
        all.forEach(one -> ids.add(one.join().json().path("id").asText()));
        assertThat(ids).hasSize(1);
    }

    @Test
    void what_is_accepted_while_the_engine_is_away_begins_when_it_returns() {
        service.engine.away = true;
        String id = service.ask("while away?");
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("queued");
        assertThat(service.get("/ready", "").status()).isEqualTo(503);
        service.engine.away = false;
        Eventually.that("it was started", () -> service.engine.submissions.contains(id));
        assertThat(service.get("/ready", "").status()).isEqualTo(200);
    }

    @Test
    void lists_go_on_where_they_were_left_also_when_newer_queries_arrive() {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(service.post("/v1/queries", service.user, """
                    {"question": "listed %d", "images": ["%s"], "labels": {"list": "a"}}""".formatted(i, ServiceFixture.IMAGE))
                    .json().path("id").asText());
        }
        JsonNode first = service.get("/v1/queries?label.list=a&limit=2&include=counts", service.viewer).json();
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(first.path("counts").path("queued").asInt()).isEqualTo(5);
        service.ask("a newer one");
        JsonNode second = service.get("/v1/queries?label.list=a&limit=10&after=" + first.path("next").asText(), service.viewer).json();
        List<String> listed = new ArrayList<>(first.path("data").findValuesAsText("id"));
        listed.addAll(second.path("data").findValuesAsText("id"));
        assertThat(listed).containsExactlyElementsOf(asked.reversed());
        assertThat(second.path("has_more").asBoolean()).isFalse();
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void filters_choose_and_wrong_ones_are_named() {
        String id = service.ask("filter zebra");
        service.engine.answer(id, "17");
        assertThat(service.get("/v1/queries?q=zebra&status=answered,failed&expert=Chart-R1&skill=Chart_Problem_Solver&leaf=Chart_Data_Skill"
                + "&policy=rules&profile=default&revision=7&min_cost_micros=30&accepted_after=2020-01-01T00:00:00Z", service.viewer).json()
                .path("data").findValuesAsText("id")).containsExactly(id);
        assertThat(service.get("/v1/queries?q=zebra&min_cost_micros=31", service.viewer).json().path("data")).isEmpty();
        Answer wrong = service.get("/v1/queries?stauts=answered", service.viewer);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().path("error").path("message").asText()).contains("stauts", "Nearest: \"status\"");
        assertThat(service.get("/v1/queries?status=done", service.viewer).code()).isEqualTo("INVALID_VALUE");
        assertThat(service.get("/v1/queries?after=!!", service.viewer).code()).isEqualTo("CURSOR_INVALID");
        assertThat(service.get("/v1/queries?limit=0", service.viewer).code()).isEqualTo("INVALID_VALUE");
    }

    @Test
    void the_history_of_a_query_is_the_record_and_of_one_turn_only_that() {
        String id = service.ask("history?");
        service.engine.pin(id);
        service.engine.turn(id, 1);
        service.engine.turn(id, 2);
        JsonNode all = service.get("/v1/queries/" + id + "/history", service.viewer).json();
        assertThat(all.path("turns")).hasSize(2);
        assertThat(all.path("turns").path(0).path("decision").path("action").path("expert").asText()).isEqualTo("Chart-R1");
        assertThat(service.get("/v1/queries/" + id + "/history?turn=2", service.viewer).json().path("steps")).hasSize(1);
    }

    @Test
    void two_queries_are_compared_turn_by_turn() {
        String a = service.ask("compare one");
        String b = service.ask("compare two");
        service.engine.answer(a, "17");
        service.engine.pin(b);
        service.engine.turn(b, 1);
        service.engine.turn(b, 2);
        service.engine.end(b, QueryStatus.ANSWERED, Optional.of("18"), "");
        JsonNode compared = service.get("/v1/queries/compare?a=" + a + "&b=" + b, service.viewer).json();
        assertThat(compared.path("conditions").findValuesAsText("what")).containsExactly("question");
        assertThat(compared.path("first_differing_turn").asInt()).isEqualTo(2);
        assertThat(compared.path("results").findValuesAsText("what")).contains("answer", "turns");
    }

    @Test
    void a_question_without_an_image_is_a_matter_of_the_settings() {
        Answer refused = service.post("/v1/queries", service.user, "{\"question\": \"How many?\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("IMAGE_REQUIRED");
        assertThat(refused.json().path("error").path("message").asText()).contains("POST /v1/images", "http.text.only");
        ServiceSettings texts = new ServiceSettings("127.0.0.1", 0, false, Set.of(), 1_000_000, ServiceSettings.DEFAULT.maxWait(), true);
        try (MaestroService other = service.start(texts)) {
            assertThat(service.send(service.request(other.port(), "/v1/queries", service.user, "Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"question\": \"How many?\"}")).build()).status())
                    .isEqualTo(202);
        }
    }

    @Test
    void another_tenants_query_is_as_unknown_as_none() {
        String id = service.ask("whose?");
        for (String path : List.of("", "/history", "/events")) {
            Answer answer = service.get("/v1/queries/" + id + path, service.stranger);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("QUERY_UNKNOWN");
            assertThat(answer.text()).as("nothing tells that it exists").doesNotContain("Nearest");
        }
        assertThat(service.post("/v1/queries/" + id + "/cancel", service.stranger, "").status()).isEqualTo(404);
        assertThat(service.get("/v1/queries", service.stranger).json().path("data")).isEmpty();
        assertThat(service.post("/v1/queries", service.stranger, ServiceFixture.question("theirs")).code()).isEqualTo("IMAGE_UNKNOWN");
    }
}
