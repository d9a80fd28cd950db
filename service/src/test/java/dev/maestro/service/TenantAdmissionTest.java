package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.service.http.ServiceSettings;
import dev.maestro.testing.Eventually;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a tenant and its keys may use is decided in one place: whatever comes at the same time, on whichever server, stays within it. */
@Tag("database")
class TenantAdmissionTest {
    private ServiceFixture service;

    @BeforeEach
    void start() {
        service = new ServiceFixture();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void limit(String body) {
        Answer set = service.send(service.request("/v1/admin/tenants/default/limits", service.admin, "Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)).build());
        assertThat(set.status()).as(set.text()).isEqualTo(200);
    }

    private static String asking(long micros) {
        return "{\"question\": \"how many?\", \"images\": [\"" + ServiceFixture.IMAGE + "\"]"
                + (micros < 0 ? "}" : ", \"limits\": {\"micros\": " + micros + "}}");
    }

    private List<Answer> atOnce(int requests, MaestroService other, long micros) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<CompletableFuture<Answer>> all = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int port = i % 2 == 0 ? service.service().port() : other.port();
                all.add(CompletableFuture.supplyAsync(() -> service.send(service
                        .request(port, "/v1/queries", service.user, "Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(asking(micros))).build()), threads));
            }
            return all.stream().map(CompletableFuture::join).toList();
        }
    }

    @Test
    void of_two_hundred_at_once_on_two_servers_ten_run_some_wait_and_the_others_are_sent_away() throws Exception {
        limit("{\"running\": 10, \"queued\": 20}");
        try (MaestroService other = service.start(ServiceSettings.DEFAULT)) {
            List<Answer> answers = atOnce(200, other, -1);
            assertThat(answers.stream().filter(answer -> answer.status() == 202)).hasSize(30);
            assertThat(answers.stream().filter(answer -> answer.status() == 429)).hasSize(170).allSatisfy(answer -> {
                assertThat(answer.code()).isEqualTo("TOO_MANY_RUNNING");
                assertThat(answer.header("Retry-After")).isNotEmpty();
                assertThat(answer.header("x-should-retry")).isEqualTo("true");
            });
            assertThat(service.engine.submissions).as("only those that have a place are started").hasSize(10);

            String ended = service.engine.submissions.getFirst();
            service.engine.answer(ended, "17");
            Eventually.that("the oldest that waits has its place", () -> service.engine.submissions.size() == 11);
            assertThat(service.get("/v1/queries?status=queued&include=counts", service.user).json().path("counts").path("queued").asInt())
                    .isEqualTo(29);
        }
    }

    @Test
    void no_more_come_in_a_minute_than_may() throws Exception {
        limit("{\"requests_per_minute\": 60}");
        try (MaestroService other = service.start(ServiceSettings.DEFAULT)) {
            List<Answer> answers = atOnce(120, other, -1);
            long accepted = answers.stream().filter(answer -> answer.status() == 202).count();
            // One more for each second that the requests took.
            assertThat(accepted).isBetween(60L, 75L);
            Answer refused = answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
            assertThat(refused.code()).isEqualTo("RATE_EXCEEDED");
            assertThat(refused.json().path("error").path("code").asText()).isEqualTo("rate_limit_exceeded");
        }
    }

    @Test
    void money_is_held_until_the_outcome_and_never_more_than_there_is() throws Exception {
        limit("{\"micros_per_day\": 1000}");
        try (MaestroService other = service.start(ServiceSettings.DEFAULT)) {
            List<Answer> answers = atOnce(40, other, 150);
            assertThat(answers.stream().filter(answer -> answer.status() == 202)).hasSize(6);
            Answer refused = answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
            assertThat(refused.code()).isEqualTo("TENANT_BUDGET_SPENT");
            assertThat(refused.json().path("error").path("type").asText()).isEqualTo("insufficient_quota");
            assertThat(refused.header("x-should-retry")).isEqualTo("false");
        }
        Answer clipped = service.post("/v1/queries", service.user, asking(-1));
        assertThat(clipped.json().path("limits").path("micros").asLong()).as("what is left").isEqualTo(100);
        assertThat(clipped.json().path("limits").path("clipped").path(0).asText()).isEqualTo("micros");
        service.engine.answer(service.engine.submissions.getFirst(), "17");
        JsonNode use = service.get("/v1/admin/tenants/default", service.admin).json().path("use");
        assertThat(use.path("micros_today").asLong()).as("30 spent of 150 held").isEqualTo(1000 - 150 + 30);
    }

    @Test
    void a_replay_by_key_takes_no_place_and_no_money() {
        limit("{\"running\": 1, \"requests_per_minute\": 1, \"micros_per_day\": 100}");
        Answer first = service.post("/v1/queries", service.user, asking(100), "Idempotency-Key", "once");
        assertThat(first.status()).isEqualTo(202);
        Answer again = service.post("/v1/queries", service.user, asking(100), "Idempotency-Key", "once");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(service.post("/v1/queries", service.user, asking(100)).status()).isEqualTo(429);
    }

    @Test
    void a_query_that_waits_for_a_place_can_be_cancelled_and_frees_what_it_held() {
        limit("{\"running\": 1, \"queued\": 5, \"micros_per_day\": 300}");
        String running = service.post("/v1/queries", service.user, asking(100)).json().path("id").asText();
        String waiting = service.post("/v1/queries", service.user, asking(100)).json().path("id").asText();
        assertThat(service.engine.submissions).containsExactly(running);
        assertThat(service.post("/v1/queries/" + waiting + "/cancel", service.user, "").status()).isEqualTo(202);
        assertThat(service.get("/v1/queries/" + waiting, service.user).json().path("status").asText()).isEqualTo("cancelled");
        assertThat(service.get("/v1/admin/tenants/default", service.admin).json().path("use").path("micros_today").asLong()).isEqualTo(100);
        service.engine.pin(running);
        service.engine.end(running, QueryStatus.ANSWERED, Optional.of("1"), "");
        assertThat(service.engine.submissions).as("a cancelled one is not started").containsExactly(running);
    }

    @Test
    void a_key_has_limits_of_its_own_below_those_of_its_tenant() {
        String id = service.user.substring("sk-maestro-".length(), "sk-maestro-".length() + 8);
        Answer set = service.send(service.request("/v1/admin/keys/" + id + "/limits", service.admin, "Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"running\": 1}")).build());
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(service.post("/v1/queries", service.user, asking(1)).status()).isEqualTo(202);
        Answer refused = service.post("/v1/queries", service.user, asking(1));
        assertThat(refused.code()).isEqualTo("TOO_MANY_RUNNING");
        assertThat(refused.json().path("error").path("message").asText()).contains("key");
        assertThat(service.post("/v1/queries", service.otherUser, asking(1)).status()).as("another key of the tenant").isEqualTo(202);
    }
}
