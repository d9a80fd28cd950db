package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.testing.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ApprovalRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** A query that waits for a person's word about {@code Guarded}. */
    private static String waiting() {
        String id = service.ask("may it?");
        service.engine.pin(id);
        service.history.recordEvent(new EventRow(id, EventKind.AWAITING_APPROVAL, "Guarded", Instant.now()));
        return id;
    }

    private static JsonNode pendingOf(String query) {
        for (JsonNode approval : service.get("/v1/approvals?state=pending&limit=200", service.operator).json().path("data")) {
            if (approval.path("query_id").asText().equals(query)) {
                return approval;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void what_a_query_waits_for_is_listed_decided_once_and_told() {
        String id = waiting();
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("awaiting_approval");
        JsonNode approval = pendingOf(id);
        assertThat(approval.path("target").asText()).isEqualTo("Guarded");
        assertThat(approval.path("question").asText()).isEqualTo("may it?");
        String path = "/v1/approvals/" + approval.path("id").asText();
        assertThat(service.post(path, service.user, "{\"decision\": \"approve\"}").status()).isEqualTo(403);

        Answer decided = service.post(path, service.operator, "{\"decision\": \"approve\", \"comment\": \"go on\"}");
        assertThat(decided.status()).as(decided.text()).isEqualTo(200);
        assertThat(decided.json().path("by").asText()).isEqualTo("operator");
        assertThat(pendingOf(id).isMissingNode()).isTrue();
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("running");
        JsonNode events = service.get("/v1/queries/" + id + "/events", service.user, "Accept", "application/json").json().path("data");
        assertThat(events.findValuesAsText("event")).endsWith("approval_requested", "approval_decided");
        assertThat(events.path(events.size() - 1).path("by").asText()).isEqualTo("operator");

        Answer late = service.post(path, service.admin, "{\"decision\": \"deny\"}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("APPROVAL_ALREADY_DECIDED");
        assertThat(late.json().path("error").path("message").asText()).contains("operator has approved the use of Guarded");
        assertThat(service.get(path, service.operator).json().path("state").asText()).isEqualTo("decided");
    }

    @Test
    void of_many_who_decide_at_the_same_moment_one_counts() {
        String path = "/v1/approvals/" + pendingOf(waiting()).path("id").asText();
        List<CompletableFuture<Answer>> all = Stream.of("approve", "deny", "approve", "deny", "approve", "deny")
                .map(word -> CompletableFuture.supplyAsync(() -> service.post(path, service.operator, "{\"decision\": \"" + word + "\"}")))
                .toList();
        assertThat(all.stream().map(one -> one.join().status())).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @Test
    void a_word_that_the_query_could_not_be_told_is_told_when_the_engine_returns() {
        String id = waiting();
        String path = "/v1/approvals/" + pendingOf(id).path("id").asText();
        service.engine.away = true;
        assertThat(service.post(path, service.operator, "{\"decision\": \"deny\"}").status()).isEqualTo(200);
        service.engine.away = false;
        Eventually.that("the query heard of it", () -> service.history.audit(id).orElseThrow().events().stream()
                .anyMatch(event -> event.kind() == EventKind.DENIED && event.detail().equals("Guarded by operator")));
    }

    @Test
    void a_query_that_ended_wants_nobodys_word() {
        String id = waiting();
        String path = "/v1/approvals/" + pendingOf(id).path("id").asText();
        service.engine.end(id, QueryStatus.CANCELLED, Optional.empty(), "CANCELLED");
        assertThat(service.post(path, service.operator, "{\"decision\": \"approve\"}").code()).isEqualTo("APPROVAL_NOT_WANTED");
        assertThat(service.get(path, service.operator).json().path("state").asText()).isEqualTo("ended");
    }

    @Test
    void approvals_of_others_are_unknown_and_wrong_values_are_named() {
        String path = "/v1/approvals/" + pendingOf(waiting()).path("id").asText();
        assertThat(service.get(path, service.stranger).code()).isEqualTo("APPROVAL_UNKNOWN");
        assertThat(service.post(path, service.stranger, "{\"decision\": \"approve\"}").status()).isEqualTo(404);
        assertThat(service.post(path, service.operator, "{\"decision\": \"perhaps\"}").code()).isEqualTo("INVALID_VALUE");
        assertThat(service.post(path, service.operator, "{\"decision\": \"approve\", \"comment\": 7}").code()).isEqualTo("INVALID_VALUE");
        assertThat(service.get("/v1/approvals?state=open", service.operator).code()).isEqualTo("INVALID_VALUE");
        assertThat(service.get("/v1/approvals?after=x", service.operator).code()).isEqualTo("CURSOR_INVALID");
        assertThat(service.get("/v1/approvals/ap-x", service.operator).status()).isEqualTo(404);
    }
}
