package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.access.Role;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.http.ServiceSettings;
import dev.maestro.testing.Eventually;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in badly is refused in one shape, with what to do, and is never a failure of the server. */
@Tag("database")
class StrangersTest {
    private static final int MOST = 100_000;
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture(
                new ServiceSettings("127.0.0.1", 0, false, Set.of("maestro.example"), MOST, ServiceSettings.DEFAULT.maxWait(), false));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode error = answer.json().path("error");
        assertThat(error.path("maestro").path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).startsWith(code + ": ").doesNotContain("Exception", "dev.maestro", "sk-maestro-A");
        assertThat(error.path("type").asText()).isNotEmpty();
        assertThat(error.has("param")).isTrue();
        assertThat(error.path("maestro").path("request_id").asText()).isEqualTo(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.header("x-should-retry")).isIn("true", "false");
    }

    static List<ApiRoute> keyedRoutes() {
        return service.service().routes().stream()
                // A reply to HEAD has no body that could be looked at.
                .filter(route -> route.scope() != ApiScope.NONE && !route.method().equals("HEAD")).toList();
    }

    private static Answer call(ApiRoute route, String key, String... headers) {
        String path = route.template().replaceAll("\\{[a-z]+}", "q-none");
        return service.send(service.request(path, key, headers).method(route.method(),
                route.takes() == ApiRoute.Takes.NOTHING ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    }

    @ParameterizedTest
    @MethodSource("keyedRoutes")
    void a_route_without_a_key_or_with_a_wrong_one_lets_nobody_in(ApiRoute route) {
        Answer without = call(route, "");
        refused(without, 401, "KEY_MISSING");
        assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(without.json().path("error").path("code").asText()).isEqualTo("invalid_api_key");
    }

    @ParameterizedTest
    @MethodSource("keyedRoutes")
    void a_route_that_changes_something_is_none_for_a_viewer(ApiRoute route) {
        Answer answer = call(route, service.viewer);
        if (Role.VIEWER.may(route.scope())) {
            assertThat(answer.status()).isNotEqualTo(403).isLessThan(500);
        } else {
            refused(answer, 403, "SCOPE_MISSING");
            assertThat(answer.json().path("error").path("message").asText()).contains(route.scope().written());
        }
    }

    @ParameterizedTest
    @MethodSource("keyedRoutes")
    void nothing_that_no_one_has_is_found(ApiRoute route) {
        assertThat(call(route, service.admin).status()).as(route.template()).isBetween(200, 422);
    }

    @Test
    void wrong_keys_look_alike_and_are_not_tried_for_long() {
        String revoked = service.key("revoked", "default", Role.USER);
        service.sql.run("update api_keys set revoked_at = now() where name = 'revoked'");
        String expired = service.key("expired", "default", Role.USER);
        service.sql.run("update api_keys set expires_at = now() - interval '1 second' where name = 'expired'");
        String message = service.get("/v1/queries", "sk-maestro-AAAAAAAA_" + "A".repeat(43)).json().path("error").path("message").asText();
        for (String key : List.of(revoked, expired, "nonsense", service.user.substring(0, service.user.length() - 1) + "!")) {
            Answer answer = service.get("/v1/queries", key);
            refused(answer, 401, "KEY_UNKNOWN");
            assertThat(answer.json().path("error").path("message").asText()).isEqualTo(message);
        }
    }

    @Test
    void a_key_that_is_revoked_ends() {
        String key = service.key("short-lived", "default", Role.USER);
        assertThat(service.get("/v1/queries", key).status()).isEqualTo(200);
        service.sql.run("update api_keys set revoked_at = now() where name = 'short-lived'");
        Eventually.that("it lets nobody in", () -> service.get("/v1/queries", key).status() == 401);
    }

    @Test
    void a_key_in_the_address_is_refused() {
        refused(service.get("/v1/queries?key=" + service.user, service.user), 400, "KEY_IN_ADDRESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "\"text\"", "null", "{\"question\": \"a\", \"question\": \"b\"}", "{\"question\": \"a\"} {}",
        "{\"question\": NaN}",
        "{'question': 'a'}", "{\"question\": \"a\"", "\u0000"})
    void a_body_that_is_no_json_object_is_refused(String body) {
        Answer answer = service.post("/v1/queries", service.user, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isIn("INVALID_JSON", "BODY_EMPTY");
    }

    @Test
    void deep_nesting_and_huge_numbers_are_refused() {
        refused(service.post("/v1/queries", service.user, "{\"question\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}"), 400,
                "INVALID_JSON");
        refused(service.post("/v1/queries", service.user, "{\"question\": \"a\", \"limits\": {\"turns\": " + "9".repeat(5_000) + "}}"), 400,
                "INVALID_JSON");
        refused(service.post("/v1/queries", service.user, "{\"question\": \"a\", \"images\": [\"%s\"], \"limits\": {\"turns\": 1e9}}"
                .formatted(ServiceFixture.IMAGE)), 400, "INVALID_VALUE");
        refused(service.post("/v1/queries", service.user, "{\"question\": \"a\", \"images\": [\"%s\"], \"n\": 1000000000}"
                .formatted(ServiceFixture.IMAGE)), 400, "PARAMETER_UNKNOWN");
    }

    @Test
    void text_that_is_none_is_refused() {
        refused(service.post("/v1/queries", service.user, "{\"question\": \"a\\u0000b\"}"), 400, "INVALID_VALUE");
        refused(service.post("/v1/queries", service.user, "{\"question\": \"a\\ud800b\"}"), 400, "INVALID_VALUE");
        refused(service.post("/v1/queries", service.user, "{\"labels\": {\"a\\u0000\": \"b\"}}"), 400, "INVALID_VALUE");
        byte[] latin = "{\"question\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        refused(service.send(service.request("/v1/queries", service.user, "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(latin)).build()), 400, "INVALID_JSON");
    }

    @Test
    void values_of_a_question_outside_their_range_are_named() {
        String image = "\"images\": [\"" + ServiceFixture.IMAGE + "\"]";
        record Case(String body, String code, String param) {}
        for (Case each : List.of(
                new Case("{" + image + "}", "PARAMETER_MISSING", "question"),
                new Case("{\"question\": \"  \", " + image + "}", "QUESTION_INVALID", "question"),
                new Case("{\"question\": 7, " + image + "}", "INVALID_VALUE", "question"),
                new Case("{\"question\": \"" + "a".repeat(20_001) + "\", " + image + "}", "QUESTION_TOO_LONG", "question"),
                new Case("{\"question\": \"a\", \"images\": \"one\"}", "INVALID_VALUE", "images"),
                new Case("{\"question\": \"a\", \"images\": [\"../../etc/passwd\"]}", "INVALID_VALUE", "images[0]"),
                new Case("{\"question\": \"a\", \"images\": [\"http://169.254.169.254/\"]}", "INVALID_VALUE", "images[0]"),
                new Case("{\"question\": \"a\", \"images\": [" + "\"x\",".repeat(16) + "\"x\"]}", "TOO_MANY_IMAGES", "images"),
                new Case("{\"question\": \"a\", \"images\": [\"sha256:" + "0".repeat(64) + "\"]}", "IMAGE_UNKNOWN", "images[0]"),
                new Case("{\"question\": \"a\", \"policy\": \"rule\", " + image + "}", "POLICY_UNKNOWN", "policy"),
                new Case("{\"question\": \"a\", \"profile\": 1, " + image + "}", "INVALID_VALUE", "profile"),
                new Case("{\"question\": \"a\", \"limits\": {\"turns\": 51}, " + image + "}", "INVALID_VALUE", "limits.turns"),
                new Case("{\"question\": \"a\", \"limits\": {\"turn\": 5}, " + image + "}", "PARAMETER_UNKNOWN", "limits.turn"),
                new Case("{\"question\": \"a\", \"labels\": {\"<b>\": \"x\"}, " + image + "}", "INVALID_VALUE", "labels"),
                new Case("{\"question\": \"a\", \"labels\": {\"a\": 1}, " + image + "}", "INVALID_VALUE", "labels.a"),
                new Case("{\"qestion\": \"a\", " + image + "}", "PARAMETER_UNKNOWN", "qestion"))) {
            Answer answer = service.post("/v1/queries", service.user, each.body());
            assertThat(answer.status()).as(each.body().substring(0, Math.min(80, each.body().length()))).isIn(400, 404);
            assertThat(answer.code()).as(each.body().substring(0, Math.min(80, each.body().length()))).isEqualTo(each.code());
            assertThat(answer.json().path("error").path("param").asText()).isEqualTo(each.param());
        }
    }

    @Test
    void large_and_compressed_bodies_are_refused_before_they_are_kept() {
        Answer large = service.post("/v1/queries", service.user, "{\"question\": \"" + "a".repeat(MOST) + "\"}");
        refused(large, 413, "BODY_TOO_LARGE");
        assertThat(large.json().path("error").path("maestro").path("detail").path("limit").asInt()).isEqualTo(MOST);
        String chunk = "2710\r\n" + "a".repeat(10_000) + "\r\n";
        assertThat(service.raw(head("POST", "/v1/queries", "Transfer-Encoding: chunked", "Authorization: Bearer " + service.user,
                "Content-Type: application/json") + chunk.repeat(11) + "0\r\n\r\n")).contains("413", "BODY_TOO_LARGE");
        refused(service.post("/v1/queries", service.user, "{}", "Content-Encoding", "gzip"), 415, "MEDIA_TYPE_UNSUPPORTED");
        refused(service.send(service.request("/v1/queries", service.user, "Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<a/>")).build()), 415, "MEDIA_TYPE_UNSUPPORTED");
    }

    private static String head(String method, String path, String... headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "" : "\r\n") + "\r\n";
    }

    @Test
    void names_that_lead_here_and_pages_of_elsewhere_are_refused() {
        assertThat(service.raw("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).contains("421", "HOST_REFUSED");
        assertThat(service.raw("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 4");
        assertThat(service.raw("GET /health HTTP/1.1\r\nHost: maestro.example:1\r\nConnection: close\r\n\r\n")).contains("200 OK");
        assertThat(service.raw("GET /health HTTP/1.1\r\nHost: [::1]:8321\r\nConnection: close\r\n\r\n")).contains("200 OK");
        assertThat(service.raw(head("GET", "/health", "Origin: https://evil.example"))).contains("400", "ORIGIN_REFUSED");
        assertThat(service.raw(head("GET", "/health", "Origin: null"))).contains("ORIGIN_REFUSED");
        assertThat(service.raw(head("OPTIONS", "/v1/queries", "Origin: http://localhost"))).contains("405")
                .doesNotContain("Access-Control");
    }

    @Test
    void requests_that_are_none_are_refused_in_the_same_shape() {
        assertThat(service.raw(head("GET", "/health", "X-Long: " + "a".repeat(64 * 1024)))).contains("431", "HEADERS_TOO_LARGE");
        assertThat(service.raw(head("GET", "/" + "a".repeat(20_000)))).contains("431", "HEADERS_TOO_LARGE");
        assertThat(service.raw("nonsense\r\n\r\n")).contains("400", "REQUEST_MALFORMED");
        assertThat(service
                .raw(head("POST", "/v1/queries", "Transfer-Encoding: chunked", "Authorization: Bearer " + service.user) + "zz\r\nx\r\n"))
                .doesNotContain(" 200 ", " 202 ", " 500 ");
        assertThat(service.raw(head("POST", "/v1/queries", "Content-Length: -5", "Authorization: Bearer " + service.user)))
                .doesNotContain(" 200 ", " 202 ", " 500 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/queries/q%0d%0aX-Evil:%201", "/v1/queries/..%2f..%2fetc%2fpasswd", "/v1/queries/%00", "/v1/queries/%ff%fe",
        "/v1/queries/%zz", "/v1/queries/%ud800", "/v1/queries/" + "a%20b", "/v1/../../etc/passwd", "/v1/queries/%3Cscript%3E", "//",
        "/v1/queries//events",
        "/v1/queries/q-1/events/../../../x"})
    void strange_addresses_are_not_found_and_change_no_header(String path) {
        String reply = service.raw(head("GET", path, "Authorization: Bearer " + service.user));
        assertThat(reply).containsPattern("^HTTP/1.1 40[04]").contains("\"maestro\"");
        assertThat(reply.substring(0, reply.indexOf("\r\n\r\n"))).doesNotContain("X-Evil");
    }

    @Test
    void an_unknown_address_names_the_nearest_and_another_method_those_that_are_taken() {
        Answer near = service.get("/v1/querys", service.user);
        refused(near, 404, "ROUTE_UNKNOWN");
        assertThat(near.json().path("error").path("message").asText()).contains("/v1/queries");
        Answer method = service.send(service.request("/v1/queries", service.user).DELETE().build());
        refused(method, 405, "METHOD_NOT_ALLOWED");
        assertThat(method.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void a_request_id_is_kept_when_it_is_one() {
        assertThat(service.get("/health", "", "X-Request-Id", "my-id.1").header("X-Request-Id")).isEqualTo("my-id.1");
        assertThat(service.get("/health", "", "X-Request-Id", "<script>").header("X-Request-Id")).startsWith("req-");
    }

    @Test
    void an_idempotency_key_that_is_none_is_refused() {
        refused(service.post("/v1/queries", service.user, ServiceFixture.question("a"), "Idempotency-Key", "a".repeat(256)), 400,
                "IDEMPOTENCY_KEY_INVALID");
        refused(service.post("/v1/queries", service.user, ServiceFixture.question("a"), "Idempotency-Key", "a b"), 400,
                "IDEMPOTENCY_KEY_INVALID");
    }

    @Test
    void a_reader_that_goes_away_leaves_nothing_open() {
        String id = service.ask("left open");
        service.raw(
                "GET /v1/queries/" + id + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + service.viewer + "\r\n\r\n");
        Eventually.that("the stream is closed", () -> service.service().openStreams() == 0);
    }
}
