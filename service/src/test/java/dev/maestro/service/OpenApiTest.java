package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.maestro.core.Json;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.service.http.ApiRoute;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is served: every route stands in it and the reverse, and what it shows as examples is valid. */
@Tag("database")
class OpenApiTest {
    private static ServiceFixture service;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
        document = service.get("/openapi.json", "").json();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void every_route_stands_in_the_document_with_its_scope_and_the_reverse() {
        Map<String, String> served = new TreeMap<>();
        for (ApiRoute route : service.service().routes()) {
            served.put(route.method().toLowerCase(Locale.ROOT) + " " + route.template(), route.scope().written());
        }
        Map<String, String> documented = new TreeMap<>();
        document.path("paths").forEachEntry((path, methods) -> methods
                .forEachEntry((method, operation) -> documented.put(method + " " + path, operation.path("x-scope").asText())));
        assertThat(documented).isEqualTo(served);
    }

    @Test
    void every_example_is_valid() {
        int[] examples = {0};
        document.path("paths").forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
            check(path, operation.path("requestBody"), examples);
            operation.path("responses").forEachEntry((status, response) -> check(path + " " + status, response, examples));
        }));
        document.path("components").path("responses").forEachEntry((name, response) -> check(name, response, examples));
        assertThat(examples[0]).isGreaterThan(15);
    }

    private static void check(String where, JsonNode described, int[] examples) {
        described.path("content").forEachEntry((type, content) -> {
            if (content.has("example")) {
                examples[0]++;
                assertThat(schema(content.path("schema")).validate(content.path("example"))).as(where).isEmpty();
            }
        });
    }

    private static JsonSchema schema(JsonNode schema) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        whole.setAll((ObjectNode) schema.deepCopy());
        whole.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }

    private static void matches(String name, JsonNode body) {
        assertThat(schema(Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name)).validate(body)).as(name + ": " + body)
                .isEmpty();
    }

    @Test
    void what_is_served_is_as_the_document_says() {
        JsonNode accepted = service.post("/v1/queries", service.user, ServiceFixture.question("documented")).json();
        matches("Accepted", accepted);
        String id = accepted.path("id").asText();
        matches("Query", service.get("/v1/queries/" + id, service.user).json());
        service.engine.pin(id);
        service.engine.turn(id, 1);
        service.engine.end(id, QueryStatus.ANSWERED, Optional.of("17"), "");
        matches("Query", service.get("/v1/queries/" + id, service.user).json());
        matches("QueryList", service.get("/v1/queries?include=counts", service.user).json());
        matches("EventList", service.get("/v1/queries/" + id + "/events", service.user, "Accept", "application/json").json());
        matches("Comparison", service.get("/v1/queries/compare?a=" + id + "&b=" + id, service.user).json());
        matches("Error", service.get("/v1/queries/q-none", service.user).json());
        service.engine.quick = true;
        matches("ChatCompletion", service.post("/v1/chat/completions", service.user, """
                {"model": "maestro", "messages": [{"role": "user", "content": [{"type": "text", "text": "documented"},
                    {"type": "image_url", "image_url": {"url": "%s"}}]}]}""".formatted(ServiceFixture.IMAGE)).json());
        JsonNode response = service.post("/v1/responses", service.user, """
                {"model": "maestro", "input": [{"role": "user", "content": [{"type": "input_text", "text": "documented"},
                    {"type": "input_image", "image_url": "%s"}]}]}""".formatted(ServiceFixture.IMAGE)).json();
        matches("Response", response);
        matches("InputItemList", service.get("/v1/responses/" + response.path("id").asText() + "/input_items", service.user).json());
        matches("ModelList", service.get("/v1/models", service.user).json());
        matches("FileList", service.get("/v1/files", service.user).json());
        matches("Ready", service.get("/ready", "").json());
        matches("ActionList",
                service.post("/v1/queries/actions", service.user, "{\"action\": \"cancel\", \"ids\": [\"" + id + "\"]}").json());
    }
}
