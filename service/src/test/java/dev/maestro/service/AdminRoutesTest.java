package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.testing.Eventually;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class AdminRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer revoke(String id) {
        return service.send(service.request("/v1/admin/keys/" + id, service.admin).DELETE().build());
    }

    @Test
    void a_tenant_gets_a_key_whose_secret_is_shown_once_and_which_ends() {
        assertThat(service.post("/v1/admin/tenants", service.admin, "{\"name\": \"vision-team\"}").status()).isEqualTo(201);
        assertThat(service.post("/v1/admin/tenants", service.admin, "{\"name\": \"vision-team\"}").status()).isEqualTo(200);
        Answer made = service.post("/v1/admin/keys", service.admin, "{\"name\": \"ci\", \"tenant\": \"vision-team\", \"role\": \"user\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String secret = made.json().path("secret").asText();
        assertThat(secret).matches("sk-maestro-[A-Za-z0-9]{8}_[A-Za-z0-9]{43}");
        assertThat(service.get("/v1/queries", secret).status()).isEqualTo(200);

        Answer listed = service.get("/v1/admin/keys?tenant=vision-team", service.admin);
        assertThat(listed.text()).doesNotContain(secret.substring(20));
        JsonNode key = listed.json().path("data").path(0);
        assertThat(key.path("last_four").asText()).isEqualTo(secret.substring(secret.length() - 4));
        assertThat(key.path("created_by").asText()).isEqualTo("admin");
        assertThat(service.sql.list("select secret_hash from api_keys where name = 'ci'", row -> row.getString(1)).getFirst())
                .startsWith("sha256:");

        assertThat(revoke(key.path("id").asText()).json().path("valid").asBoolean()).isFalse();
        Eventually.that("it lets nobody in", () -> service.get("/v1/queries", secret).status() == 401);
    }

    @Test
    void what_is_wrong_about_tenants_and_keys_is_named() {
        assertThat(service.post("/v1/admin/tenants", service.admin, "{\"name\": \"Not One\"}").code()).isEqualTo("INVALID_VALUE");
        assertThat(service.post("/v1/admin/tenants", service.admin, "{}").code()).isEqualTo("PARAMETER_MISSING");
        assertThat(service.post("/v1/admin/keys", service.admin, "{\"name\": \"a\", \"tenant\": \"defualt\", \"role\": \"user\"}").json()
                .path("error").path("message").asText()).contains("TENANT_UNKNOWN", "default");
        assertThat(service.post("/v1/admin/keys", service.admin, "{\"name\": \"a\", \"role\": \"root\"}").code())
                .isEqualTo("INVALID_VALUE");
        assertThat(service
                .post("/v1/admin/keys", service.admin, "{\"name\": \"a\", \"role\": \"user\", \"expires_at\": \"2020-01-01T00:00:00Z\"}")
                .code()).isEqualTo("INVALID_VALUE");
        assertThat(service.post("/v1/admin/keys", service.admin, "{\"name\": \"a\\nb\", \"role\": \"user\"}").code())
                .isEqualTo("INVALID_VALUE");
        assertThat(revoke("nothing!").code()).isEqualTo("KEY_ID_UNKNOWN");
        assertThat(service.post("/v1/admin/keys", service.operator, "{\"name\": \"a\", \"role\": \"user\"}").code())
                .isEqualTo("SCOPE_MISSING");
    }

    @Test
    void changes_and_refusals_stand_in_the_audit_and_nothing_changes_them() {
        String id = service.ask("audited");
        service.post("/v1/queries/" + id + "/cancel", service.stranger, "", "X-Request-Id", "audit-404");
        service.post("/v1/queries/" + id + "/cancel", service.user, "", "X-Request-Id", "audit-done");
        JsonNode done = service.get("/v1/admin/audit?limit=200", service.admin).json().path("data");
        assertThat(done.findValuesAsText("request_id")).contains("audit-404", "audit-done");
        for (JsonNode entry : done) {
            if (entry.path("request_id").asText().equals("audit-done")) {
                assertThat(entry.path("action").asText()).isEqualTo("POST /v1/queries/{id}/cancel");
                assertThat(entry.path("target").asText()).contains(id);
                assertThat(entry.path("key_name").asText()).isEqualTo("user");
                assertThat(entry.path("status").asInt()).isEqualTo(202);
                assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
            }
            if (entry.path("request_id").asText().equals("audit-404")) {
                assertThat(entry.path("code").asText()).isEqualTo("QUERY_UNKNOWN");
                assertThat(entry.path("tenant").asText()).isEqualTo("other");
            }
        }
        service.get("/v1/queries", "", "X-Request-Id", "audit-nobody");
        service.get("/v1/admin/keys", service.viewer, "X-Request-Id", "audit-viewer");
        Eventually.that("both refusals are written", () -> service.get("/v1/admin/audit?refused=true&limit=200", service.admin).json()
                .path("data").findValuesAsText("request_id").containsAll(List.of("audit-nobody", "audit-viewer")));
        assertThat(service.get("/v1/admin/audit?refused=false&limit=200", service.admin).json().path("data").findValuesAsText("code"))
                .containsOnly("");
        assertThatThrownBy(() -> service.sql.run("delete from audit_log"))
                .hasMessageStartingWith("HISTORY_IS_APPEND_ONLY");
    }

    @Test
    void an_operator_sees_the_audit_of_its_tenant_only() {
        service.post("/v1/queries", service.user, ServiceFixture.question("of the default tenant"));
        service.send(service.request("/v1/queries", service.stranger).POST(HttpRequest.BodyPublishers.ofString("{}")).build());
        assertThat(service.get("/v1/admin/audit?limit=200", service.operator).json().path("data").findValuesAsText("tenant")).isNotEmpty()
                .containsOnly("default");
        assertThat(service.get("/v1/admin/audit?tenant=other", service.operator).code()).isEqualTo("SCOPE_MISSING");
        assertThat(service.get("/v1/admin/audit?tenant=other&limit=1", service.admin).json().path("data").findValuesAsText("tenant"))
                .containsOnly("other");
        assertThat(service.get("/v1/admin/audit", service.user).code()).isEqualTo("SCOPE_MISSING");
    }
}
