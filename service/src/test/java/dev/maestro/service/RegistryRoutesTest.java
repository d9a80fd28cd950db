package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.service.access.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RegistryRoutesTest {
    private static ServiceFixture service;
    private static String registrar;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
        registrar = service.key("registrar", "default", Role.REGISTRAR);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode get(String path) {
        Answer answer = service.get("/v1/registry/" + path, service.viewer);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void experts_and_skills_are_rows_with_credentials_by_reference() {
        assertThat(get("experts").path("data").findValuesAsText("name")).contains("Chart-R1");
        JsonNode expert = get("experts/Chart-R1");
        assertThat(expert.path("limits").path("max_output_tokens").asInt()).isPositive();
        assertThat(expert.path("revision").asLong()).isEqualTo(get("experts").path("revision").asLong());
        JsonNode skills = get("skills");
        assertThat(skills.path("data").findValues("plan")).as("plans are opened").anyMatch(JsonNode::isObject);
        Answer unknown = service.get("/v1/registry/experts/Chart-R2", service.viewer);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("error").path("message").asText()).contains("Chart-R1");
        assertThat(service.get("/v1/registry/experts?revision=9999", service.viewer).code()).isEqualTo("REVISION_UNKNOWN");
    }

    @Test
    void revisions_differ_by_rows_and_are_returned_to_unless_somebody_was_quicker() {
        long before = get("revisions").path("current").asLong();
        service.sql.run("update experts set preference = 5 where name = 'Chart-R1'");
        new RegistryStore(service.database.dataSource(), RevisionCheck.NONE)
                .settleProposed();
        long now = get("revisions").path("current").asLong();
        assertThat(now).isGreaterThan(before);
        JsonNode changes = get("diff?from=" + before + "&to=" + now).path("changes");
        assertThat(changes).hasSize(1);
        assertThat(changes.path(0).path("kind").asText()).isEqualTo("changed");
        assertThat(changes.path(0).path("columns").path("preference").path("after").asInt()).isEqualTo(5);

        String body = "{\"to\": %d, \"expect_current\": %d, \"comment\": \"it was better\"}";
        assertThat(service.post("/v1/registry/rollback", service.operator, body.formatted(before, now)).status()).isEqualTo(403);
        Answer late = service.post("/v1/registry/rollback", registrar, body.formatted(before, before));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("REVISION_CHANGED");
        Answer rolled = service.post("/v1/registry/rollback", registrar, body.formatted(before, now));
        assertThat(rolled.status()).as(rolled.text()).isEqualTo(200);
        long made = rolled.json().path("revision").asLong();
        assertThat(get("diff?from=" + before + "&to=" + made).path("changes")).isEmpty();
        JsonNode revision = get("revisions/" + made);
        assertThat(revision.path("author").asText()).isEqualTo("registrar");
        assertThat(revision.path("comment").asText()).isEqualTo("roll back to revision " + before + ": it was better");
        assertThat(revision.path("serves").asBoolean()).isTrue();
    }

    @Test
    void lists_of_revisions_go_on_and_wrong_numbers_are_named() {
        JsonNode first = get("revisions?limit=1");
        assertThat(first.path("data")).hasSize(1);
        if (first.path("has_more").asBoolean()) {
            assertThat(get("revisions?limit=1&after=" + first.path("next").asText()).path("data").path(0).path("id").asLong())
                    .isLessThan(first.path("data").path(0).path("id").asLong());
        }
        assertThat(service.get("/v1/registry/revisions/none", service.viewer).code()).isEqualTo("REVISION_UNKNOWN");
        assertThat(service.get("/v1/registry/diff?from=1", service.viewer).code()).isEqualTo("PARAMETER_MISSING");
        assertThat(service.post("/v1/registry/rollback", registrar, "{\"to\": \"x\", \"expect_current\": 1}").code())
                .isEqualTo("INVALID_VALUE");
        assertThat(service.post("/v1/registry/rollback", registrar, "{\"to\": 1}").code()).isEqualTo("PARAMETER_MISSING");
    }
}
