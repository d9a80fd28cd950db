package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.service.ServiceFixture.Answer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SteeringRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer steer(String id, String verb) {
        return service.post("/v1/queries/" + id + "/" + verb, service.user, "");
    }

    private static String running() {
        String id = service.ask("steer me");
        service.engine.pin(id);
        return id;
    }

    @Test
    void cancelling_is_asked_for_once_and_is_so_from_then_on() {
        String id = running();
        assertThat(steer(id, "cancel").status()).isEqualTo(202);
        Answer again = steer(id, "cancel");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("status").asText()).isEqualTo("cancelled");
        JsonNode events = service.get("/v1/queries/" + id + "/events", service.user, "Accept", "application/json").json();
        assertThat(events.path("data").findValuesAsText("event")).contains("cancel_requested", "outcome");
        assertThat(events.path("data").findValuesAsText("by")).containsExactly("user");
    }

    @Test
    void a_query_is_paused_and_resumed() {
        String id = running();
        assertThat(steer(id, "resume").status()).as("it is not paused").isEqualTo(200);
        assertThat(steer(id, "pause").status()).isEqualTo(202);
        assertThat(steer(id, "pause").status()).isEqualTo(200);
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("paused");
        assertThat(steer(id, "resume").status()).isEqualTo(202);
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("running");
    }

    @Test
    void what_has_ended_is_not_steered_and_the_refusal_says_how_it_stands() {
        String id = service.ask("ended");
        service.engine.answer(id, "17");
        for (String verb : new String[]{"cancel", "pause", "resume"}) {
            Answer refused = steer(id, verb);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("NOT_STEERABLE");
            assertThat(refused.json().path("error").path("maestro").path("detail").path("status").asText()).isEqualTo("answered");
        }
        assertThat(steer(id, "retry").code()).isEqualTo("QUERY_NOT_RETRYABLE");
    }

    @Test
    void a_failed_query_runs_again_with_other_limits() {
        String id = running();
        service.engine.end(id, QueryStatus.FAILED, Optional.empty(), "BUDGET_EXCEEDED");
        Answer retried = service.post("/v1/queries/" + id + "/retry", service.user, "{\"limits\": {\"micros\": 99}}");
        assertThat(retried.status()).isEqualTo(202);
        assertThat(retried.json().path("limits").path("micros").asLong()).isEqualTo(99);
        assertThat(service.post("/v1/queries/" + id + "/retry", service.user, "").status()).as("it runs").isEqualTo(200);
        assertThat(service.post("/v1/queries/" + id + "/retry", service.user, "{\"limit\": {}}").code()).isEqualTo("PARAMETER_UNKNOWN");
    }

    @Test
    void what_nobody_has_begun_can_be_cancelled() {
        service.engine.away = true;
        String id = service.ask("not begun");
        service.engine.away = false;
        assertThat(steer(id, "cancel").status()).isEqualTo(202);
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void a_user_steers_its_own_queries_and_an_operator_all_of_the_tenant() {
        String id = running();
        Answer refused = service.post("/v1/queries/" + id + "/cancel", service.otherUser, "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("SCOPE_MISSING");
        assertThat(service.post("/v1/queries/" + id + "/cancel", service.viewer, "").status()).isEqualTo(403);
        assertThat(service.post("/v1/queries/" + id + "/cancel", service.operator, "").status()).isEqualTo(202);
    }

    @Test
    void many_are_cancelled_at_once_each_with_its_result() {
        String first = running();
        String ended = service.ask("ended already");
        service.engine.answer(ended, "17");
        JsonNode results = service.post("/v1/queries/actions", service.user,
                "{\"action\": \"cancel\", \"ids\": [\"%s\", \"%s\", \"q-none\"]}".formatted(first, ended)).json().path("data");
        assertThat(results.path(0).path("done").asBoolean()).isTrue();
        assertThat(results.path(1).path("error").path("code").asText()).isEqualTo("NOT_STEERABLE");
        assertThat(results.path(2).path("error").path("code").asText()).isEqualTo("QUERY_UNKNOWN");
    }

    @Test
    void a_filter_that_chooses_another_number_than_expected_changes_nothing() {
        String id = service.post("/v1/queries", service.user, """
                {"question": "batch", "images": ["%s"], "labels": {"batch": "7"}}""".formatted(ServiceFixture.IMAGE)).json().path("id")
                .asText();
        service.engine.pin(id);
        String body = "{\"action\": \"cancel\", \"filter\": {\"label.batch\": \"7\"}, \"expect\": %d}";
        Answer refused = service.post("/v1/queries/actions", service.operator, body.formatted(2));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("error").path("maestro").path("detail").path("count").asInt()).isEqualTo(1);
        assertThat(service.get("/v1/queries/" + id, service.user).json().path("status").asText()).isEqualTo("running");
        assertThat(service.post("/v1/queries/actions", service.operator, body.formatted(1)).json().path("data").path(0).path("done")
                .asBoolean())
                .isTrue();
    }
}
