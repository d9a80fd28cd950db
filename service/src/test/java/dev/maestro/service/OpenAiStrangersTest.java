package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.testing.TestImages;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in badly where OpenAI's clients ask has OpenAI's shape of an error, names its place, and begins nothing. */
@Tag("database")
class OpenAiStrangersTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";
    private static final String IMAGE = "{\"type\": \"image_url\", \"image_url\": {\"url\": \"" + ServiceFixture.IMAGE + "\"}}";
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void refused(Answer answer, int status, String code, String param) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("code").asText()).as(answer.text()).isEqualTo(code);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asText("")).isEqualTo(param);
        assertThat(error.path("message").asText()).startsWith(error.path("maestro").path("code").asText() + ": ")
                .doesNotContain("Exception", "dev.maestro");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(service.engine.submissions).isEmpty();
    }

    private static String chat(String messages, String more) {
        return "{\"model\": \"maestro\", \"messages\": " + messages + more + "}";
    }

    private static String user(String parts) {
        return "[{\"role\": \"user\", \"content\": " + parts + "}]";
    }

    private static String image(String url) {
        return user("[{\"type\": \"text\", \"text\": \"a\"}, {\"type\": \"image_url\", \"image_url\": {\"url\": \"" + url + "\"}}]");
    }

    record Case(String body, String code, String param) {
        @Override
        public String toString() {
            return code + " " + param + " " + (body.length() <= 90 ? body : body.substring(0, 90) + "…");
        }
    }

    static Stream<Case> chats() {
        String good = user("[{\"type\": \"text\", \"text\": \"a\"}, " + IMAGE + "]");
        return Stream.of(
                new Case("{\"messages\": " + good + "}", "missing_required_parameter", "model"),
                new Case("{\"model\": 7, \"messages\": " + good + "}", "invalid_value", "model"),
                new Case("{\"model\": \"maestro\"}", "missing_required_parameter", "messages"),
                new Case(chat("[]", ""), "invalid_value", "messages"),
                new Case(chat("{}", ""), "invalid_value", "messages"),
                new Case(chat("[1]", ""), "invalid_value", "messages[0]"),
                new Case(chat("[{\"content\": \"a\"}]", ""), "invalid_value", "messages[0].role"),
                new Case(chat("[{\"role\": \"wizard\", \"content\": \"a\"}]", ""), "invalid_value", "messages[0].role"),
                new Case(chat("[{\"role\": \"system\", \"content\": \"a\"}]", ""), "invalid_value", "messages"),
                new Case(chat("[{\"role\": \"user\"}]", ""), "missing_required_parameter", "messages[0].content"),
                new Case(chat("[{\"role\": \"user\", \"content\": 7}]", ""), "invalid_value", "messages[0].content"),
                new Case(chat("[{\"role\": \"tool\", \"content\": \"a\", \"tool_call_id\": \"x\"}]", ""), "unsupported_parameter",
                        "messages[0]"),
                new Case(chat("[{\"role\": \"assistant\", \"tool_calls\": [{\"id\": \"x\"}]}]", ""), "unsupported_parameter",
                        "messages[0]"),
                new Case(chat(user("\"a\""), ""), "IMAGE_REQUIRED", "messages"),
                new Case(chat(user("[" + IMAGE + "]"), ""), "QUESTION_INVALID", "messages[0].content"),
                new Case(chat(user("[{\"type\": \"text\", \"text\": \" \"}, " + IMAGE + "]"), ""), "QUESTION_INVALID",
                        "messages[0].content"),
                new Case(chat(user("[{\"type\": \"text\", \"text\": \"" + "a".repeat(20_001) + "\"}, " + IMAGE + "]"), ""),
                        "QUESTION_TOO_LONG",
                        "messages[0].content"),
                new Case(chat(user("[{\"type\": \"text\"}, " + IMAGE + "]"), ""), "invalid_value", "messages[0].content[0].text"),
                new Case(chat(user("[{}]"), ""), "invalid_value", "messages[0].content[0].type"),
                new Case(chat(user("[\"a\"]"), ""), "invalid_value", "messages[0].content[0]"),
                new Case(chat(user("[{\"type\": \"video\"}]"), ""), "invalid_value", "messages[0].content[0].type"),
                new Case(chat(user("[{\"type\": \"input_audio\", \"input_audio\": {}}]"), ""), "unsupported_parameter",
                        "messages[0].content[0]"),
                new Case(chat(user("[{\"type\": \"text\", \"text\": \"a\"}" + (", " + IMAGE).repeat(17) + "]"), ""), "TOO_MANY_IMAGES",
                        "messages"),
                new Case(chat("[{\"role\": \"assistant\", \"content\": [" + IMAGE + "]}, {\"role\": \"user\", \"content\": \"a\"}]", ""),
                        "invalid_value", "messages[0].content[0]"),
                new Case(chat(image("nonsense"), ""), "invalid_image", "messages[0].content[1].image_url.url"),
                new Case(chat(image("data:image/png,abc"), ""), "invalid_image", "messages[0].content[1].image_url.url"),
                new Case(chat(image("data:image/png;base64,!!!"), ""), "invalid_image", "messages[0].content[1].image_url.url"),
                new Case(chat(image("data:image/png;base64,"), ""), "invalid_image", "messages[0].content[1].image_url.url"),
                new Case(chat(image("data:image/png;base64," + encoded("<svg xmlns='http://www.w3.org/2000/svg'/>")), ""), "invalid_image",
                        "messages[0].content[1].image_url.url"),
                new Case(chat(image("http://example.com/a.png"), ""), "image_url_refused", "messages[0].content[1].image_url.url"),
                new Case(chat(image("file:///etc/passwd"), ""), "image_url_refused", "messages[0].content[1].image_url.url"),
                new Case(chat(image("https://127.0.0.1/a.png"), ""), "image_url_refused", "messages[0].content[1].image_url.url"),
                new Case(chat(image("https://169.254.169.254/latest"), ""), "image_url_refused", "messages[0].content[1].image_url.url"),
                new Case(chat(image("https://localhost/a.png"), ""), "image_url_refused", "messages[0].content[1].image_url.url"),
                new Case(chat(good.replace("\"url\":", "\"detail\": \"huge\", \"url\":"), ""), "invalid_value",
                        "messages[0].content[1].image_url.detail"),
                new Case(chat(good, ", \"n\": 1000000000"), "invalid_value", "n"),
                new Case(chat(good, ", \"n\": 1e9"), "invalid_value", "n"),
                new Case(chat(good, ", \"n\": 0"), "invalid_value", "n"),
                new Case(chat(good, ", \"max_tokens\": 0"), "invalid_value", "max_tokens"),
                new Case(chat(good, ", \"max_completion_tokens\": \"many\""), "invalid_value", "max_completion_tokens"),
                new Case(chat(good, ", \"temperature\": \"hot\""), "invalid_value", "temperature"),
                new Case(chat(good, ", \"temperature\": 3"), "invalid_value", "temperature"),
                new Case(chat(good, ", \"seed\": 0.5"), "invalid_value", "seed"),
                new Case(chat(good, ", \"stop\": [\"a\", \"b\", \"c\", \"d\", \"e\"]"), "invalid_value", "stop"),
                new Case(chat(good, ", \"stop\": [7]"), "invalid_value", "stop[0]"),
                new Case(chat(good, ", \"stream\": \"yes\""), "invalid_value", "stream"),
                new Case(chat(good, ", \"metadata\": {\"a\": 1}"), "invalid_value", "metadata.a"),
                new Case(chat(good, ", \"metadata\": []"), "invalid_value", "metadata"),
                new Case(chat(good, ", \"user\": {}"), "invalid_value", "user"),
                new Case(chat(good, ", \"tools\": [{\"type\": \"function\"}]"), "unsupported_parameter", "tools"),
                new Case(chat(good, ", \"functions\": [{}]"), "unsupported_parameter", "functions"),
                new Case(chat(good, ", \"tool_choice\": \"required\""), "unsupported_parameter", "tool_choice"),
                new Case(chat(good, ", \"logprobs\": true"), "unsupported_parameter", "logprobs"),
                new Case(chat(good, ", \"response_format\": {\"type\": \"json_object\"}"), "unsupported_parameter", "response_format"),
                new Case(chat(good, ", \"modalities\": [\"text\", \"audio\"]"), "unsupported_parameter", "modalities"),
                new Case(chat(good, ", \"audio\": {\"voice\": \"alloy\"}"), "unsupported_parameter", "audio"),
                new Case(chat(good, ", \"prediction\": {}"), "unsupported_parameter", "prediction"),
                new Case(chat(good, ", \"web_search_options\": {}"), "unsupported_parameter", "web_search_options"),
                new Case(chat(good, ", \"maestro\": 1"), "invalid_value", "maestro"),
                new Case(chat(good, ", \"maestro\": {\"limit\": {}}"), "unsupported_parameter", "maestro.limit"),
                new Case(chat(good, ", \"maestro\": {\"limits\": {\"turns\": 51}}"), "invalid_value", "maestro.limits.turns"),
                new Case(chat(good, ", \"maestro\": {\"policy\": \"rule\"}"), "invalid_value", "maestro.policy"),
                new Case(chat(good, ", \"maestro\": {\"progress\": \"all\"}"), "invalid_value", "maestro.progress"),
                new Case(chat(good, ", \"maestro\": {\"experts\": [\"Chart-R1\"]}"), "unsupported_parameter", "maestro.experts"),
                new Case(chat(good.replace("\"a\"", "\"a\\u0000\""), ""), "invalid_value", "messages[0].content[0].text"),
                new Case(chat(good.replace("\"a\"", "\"a\\ud800\""), ""), "invalid_value", "messages[0].content[0].text"),
                new Case(chat(good, ", \"x\": " + "[".repeat(10_000) + "]".repeat(10_000)), "invalid_json", ""),
                new Case("[]", "invalid_json", ""),
                new Case(chat(good, ", \"model\": \"maestro\""), "invalid_json", ""));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("chats")
    void a_chat_that_is_none_is_refused_by_name(Case each) {
        refused(service.post(CHAT, service.user, each.body()), 400, each.code(), each.param());
    }

    static Stream<Case> responses() {
        String good = "\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_text\", \"text\": \"a\"},"
                + " {\"type\": \"input_image\", \"image_url\": \"" + ServiceFixture.IMAGE + "\"}]}]";
        return Stream.of(
                new Case("{" + good + "}", "missing_required_parameter", "model"),
                new Case("{\"model\": \"maestro\"}", "missing_required_parameter", "input"),
                new Case("{\"model\": \"maestro\", \"input\": 7}", "invalid_value", "input"),
                new Case("{\"model\": \"maestro\", \"input\": []}", "invalid_value", "input"),
                new Case("{\"model\": \"maestro\", \"input\": \"How many?\"}", "IMAGE_REQUIRED", "input"),
                new Case("{\"model\": \"maestro\", \"input\": [{\"role\": \"wizard\", \"content\": \"a\"}]}", "invalid_value",
                        "input[0].role"),
                new Case("{\"model\": \"maestro\", \"input\": [{\"type\": \"function_call_output\", \"output\": \"a\"}]}",
                        "unsupported_parameter",
                        "input[0]"),
                new Case("{\"model\": \"maestro\", \"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_file\"}]}]}",
                        "unsupported_parameter", "input[0].content[0]"),
                new Case("{\"model\": \"maestro\", \"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\"}]}]}",
                        "missing_required_parameter", "input[0].content[0].image_url"),
                new Case("{\"model\": \"maestro\", \"tools\": [{\"type\": \"web_search\"}], " + good + "}", "unsupported_parameter",
                        "tools"),
                new Case("{\"model\": \"maestro\", \"background\": 1, " + good + "}", "invalid_value", "background"),
                new Case("{\"model\": \"maestro\", \"max_output_tokens\": 0, " + good + "}", "invalid_value", "max_output_tokens"),
                new Case("{\"model\": \"maestro\", \"text\": {\"format\": {\"type\": \"json_schema\"}}, " + good + "}",
                        "unsupported_parameter",
                        "text.format"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void an_input_that_is_none_is_refused_by_name(Case each) {
        refused(service.post(RESPONSES, service.user, each.body()), 400, each.code(), each.param());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "maestro-rule", "maestro@19", "", "../etc"})
    void an_unknown_model_is_not_found(String model) {
        ObjectNode body = (ObjectNode) Json.tree(chat(image(ServiceFixture.IMAGE.value()), ""));
        refused(service.post(CHAT, service.user, body.put("model", model).toString()), 404, "model_not_found", "model");
    }

    @Test
    void models_are_listed_as_they_can_be_served() {
        JsonNode list = service.get("/v1/models", service.viewer).json();
        assertThat(list.path("data").findValuesAsText("id")).containsExactly("maestro", "maestro-rules", "maestro-local",
                "maestro-reference");
        assertThat(service.get("/v1/models/maestro-remote", service.viewer).json().path("maestro").path("policy").asText())
                .isEqualTo("remote");
        refused(service.get("/v1/models/gpt-4o", service.viewer), 404, "model_not_found", "model");
    }

    @Test
    void a_tenant_gives_a_model_a_name_of_its_own() {
        String alias = "{\"tenant\": \"other\", \"name\": \"acme/eye\", \"model\": \"maestro-local\", \"limits\": {\"turns\": 3}}";
        assertThat(service.post("/v1/admin/aliases", service.admin, alias).status()).isEqualTo(201);
        assertThat(service.post("/v1/admin/aliases", service.admin, alias).status()).isEqualTo(200);
        assertThat(service.get("/v1/admin/aliases?tenant=other", service.admin).json().path("data").findValuesAsText("name"))
                .containsExactly("acme/eye");
        JsonNode model = service.get("/v1/models/acme%2Feye", service.stranger).json();
        assertThat(model.path("maestro").path("alias_of").asText()).isEqualTo("maestro-local");
        assertThat(model.path("maestro").path("policy").asText()).isEqualTo("local");
        assertThat(model.path("maestro").path("limits").path("turns").asInt()).isEqualTo(3);
        assertThat(service.get("/v1/models", service.stranger).text()).contains("acme/eye");
        assertThat(service.get("/v1/models", service.user).text()).as("another tenant's").doesNotContain("acme/eye");
        for (String wrong : new String[]{alias.replace("acme/eye", "maestro"), alias.replace("acme/eye", "a b"),
            alias.replace("{\"turns\": 3}", "7"),
            alias.replace("\"turns\"", "\"turn\"")}) {
            assertThat(service.post("/v1/admin/aliases", service.admin, wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(service.post("/v1/admin/aliases", service.admin, alias.replace("maestro-local", "gpt-4o")).status()).isEqualTo(404);
        assertThat(service.send(service.request("/v1/admin/aliases/acme%2Feye?tenant=other", service.admin).DELETE().build()).status())
                .isEqualTo(200);
        assertThat(service.get("/v1/models/acme%2Feye", service.stranger).status()).isEqualTo(404);
    }

    @Test
    void another_tenants_image_or_none_is_not_found() {
        refused(service.post(CHAT, service.stranger, chat(image(ServiceFixture.IMAGE.value()), "")), 404, "IMAGE_UNKNOWN",
                "messages[0].content[1].image_url.url");
        refused(service.post(CHAT, service.user, chat(image("file-000000000000000000000000"), "")), 404, "FILE_UNKNOWN",
                "messages[0].content[1].image_url.url");
    }

    @Test
    void an_image_beyond_the_limits_and_a_body_of_another_type_are_refused() {
        String large = Base64.getEncoder().encodeToString(new byte[20_000_001]);
        assertThat(service.post(CHAT, service.user, chat(image("data:image/png;base64," + large), "")).status()).isEqualTo(413);
        String absurd = Base64.getEncoder().encodeToString(TestImages.pngSayingItIs(60_000, 60_000));
        refused(service.post(CHAT, service.user, chat(image("data:image/png;base64," + absurd), "")), 400, "invalid_image",
                "messages[0].content[1].image_url.url");
        assertThat(service.send(service.request(CHAT, service.user, "Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("model=maestro")).build()).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/completions", "/v1/embeddings", "/v1/audio/speech", "/v1/assistants", "/v1/images/generations"})
    void what_is_not_offered_says_what_is(String path) {
        Answer answer = service.post(path, service.user, "{}");
        assertThat(answer.status()).isEqualTo(path.startsWith("/v1/images") ? 405 : 404);
        assertThat(answer.json().path("error").path("message").asText())
                .contains(path.startsWith("/v1/images") ? "GET" : "/v1/chat/completions");
    }
}
