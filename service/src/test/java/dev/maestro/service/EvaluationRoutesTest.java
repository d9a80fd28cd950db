package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.access.EvaluationOwners;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.ServiceFixture.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class EvaluationRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
        EvaluationStore store = new PostgresEvaluations(service.database.dataSource());
        for (String name : List.of("first", "second", "theirs")) {
            store.create(new Evaluation(name, "data.jsonl", "sha256:" + "0".repeat(64), Profile.DEFAULT, "rules", 1, List.of(), 1, 0, 0,
                    "strict", Limits.DEFAULT, 0, 4, Optional.empty(), Instant.parse("2026-05-04T03:02:01Z").plusSeconds(name.length())));
        }
        new EvaluationOwners(service.database.dataSource()).own("theirs", "other");
        store.take("first", List.of(new Sample(0, "a", "chartqa", "How many?", List.of(), List.of("17")),
                new Sample(1, "b", "chartqa", "Which?", List.of(), List.of("x"))), List.of());
        store.complete("first");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_tenant_sees_its_evaluations() {
        assertThat(service.get("/v1/evaluations", service.viewer).json().path("data").findValuesAsText("name")).containsExactly("second",
                "first");
        assertThat(service.get("/v1/evaluations", service.stranger).json().path("data").findValuesAsText("name")).containsExactly("theirs");
        JsonNode page = service.get("/v1/evaluations?limit=1", service.viewer).json();
        assertThat(service.get("/v1/evaluations?limit=1&after=" + page.path("next").asText(), service.viewer).json().path("data")
                .findValuesAsText("name")).containsExactly("first");
        assertThat(service.get("/v1/evaluations?after=none", service.viewer).status()).isEqualTo(400);
        JsonNode first = service.get("/v1/evaluations/first", service.viewer).json();
        assertThat(first.path("samples").asInt()).isEqualTo(2);
        assertThat(first.path("total").asInt()).isEqualTo(2);
        Answer unknown = service.get("/v1/evaluations/theirs", service.viewer);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("EVALUATION_UNKNOWN");
    }

    @Test
    void samples_are_paged() {
        JsonNode page = service.get("/v1/evaluations/first/samples?limit=1", service.viewer).json();
        assertThat(page.path("data").path(0).path("question").asText()).isEqualTo("How many?");
        assertThat(page.path("data").path(0).path("results")).isEmpty();
        JsonNode next = service.get("/v1/evaluations/first/samples?limit=1&after=" + page.path("next").asText(), service.viewer).json();
        assertThat(next.path("data").path(0).path("id").asText()).isEqualTo("b");
        assertThat(next.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void an_evaluation_is_steered_by_who_may_run_it() {
        assertThat(service.post("/v1/evaluations/first/pause", service.user, "").status()).isEqualTo(403);
        assertThat(service.post("/v1/evaluations/first/pause", service.operator, "").status()).isEqualTo(202);
        assertThat(service.post("/v1/evaluations/first/concurrency", service.operator, "{\"queries\": 8}").status()).isEqualTo(202);
        assertThat(service.post("/v1/evaluations/first/concurrency", service.operator, "{\"queries\": 501}").code())
                .isEqualTo("CONCURRENCY_INVALID");
        assertThat(service.post("/v1/evaluations/first/cancel", service.operator, "").status()).isEqualTo(202);
        assertThat(service.evaluations.steered).containsExactly("pause first operator", "concurrency first 8", "cancel first");
        assertThat(service.post("/v1/evaluations/theirs/cancel", service.operator, "").status()).isEqualTo(404);
    }
}
