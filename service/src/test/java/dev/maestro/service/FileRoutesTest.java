package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.testing.TestImages;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class FileRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer upload(String key, String purpose, String name, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--b0undary\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose + "\r\n"
                + "--b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--b0undary--\r\n".getBytes(StandardCharsets.UTF_8));
        return service.send(service.request("/v1/files", key, "Content-Type", "multipart/form-data; boundary=b0undary")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())).build());
    }

    @Test
    void an_image_becomes_a_file_that_questions_name() {
        service.engine.quick = true;
        Answer made = upload(service.user, "vision", "ba\u00e4r.png", TestImages.png(30, 20).bytes());
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        String id = made.json().path("id").asText();
        assertThat(id).startsWith("file-");
        assertThat(made.json().path("filename").asText()).isEqualTo("ba\u00e4r.png");
        assertThat(upload(service.user, "user_data", "again.png", TestImages.png(30, 20).bytes()).json().path("id").asText()).isEqualTo(id);
        assertThat(service.get("/v1/files/" + id, service.viewer).json().path("purpose").asText()).isEqualTo("user_data");
        assertThat(service.bytes(service.request("/v1/files/" + id + "/content", service.viewer).GET().build()).body())
                .isEqualTo(TestImages.png(30, 20).bytes());
        String question = """
                {"model": "maestro", "messages": [{"role": "user", "content": [
                    {"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": "%s"}}]}]}
                """.formatted(id);
        assertThat(service.post("/v1/chat/completions", service.user, question).status()).isEqualTo(200);
        assertThat(service.get("/v1/files/" + id, service.stranger).code()).isEqualTo("FILE_UNKNOWN");
        assertThat(service.post("/v1/chat/completions", service.stranger, question).status()).isEqualTo(404);
        Answer deleted = service.send(service.request("/v1/files/" + id, service.user).DELETE().build());
        assertThat(deleted.json().path("deleted").asBoolean()).isTrue();
        assertThat(service.get("/v1/files/" + id, service.user).status()).isEqualTo(404);
    }

    @Test
    void files_are_listed_newest_first_page_by_page() {
        for (int i = 1; i <= 3; i++) {
            upload(service.stranger, "evals", i + ".jsonl", ("{\"question\": \"" + i + "\"}\n").getBytes(StandardCharsets.UTF_8));
        }
        JsonNode first = service.get("/v1/files?limit=2&purpose=evals", service.stranger).json();
        assertThat(first.path("data").findValuesAsText("filename")).containsExactly("3.jsonl", "2.jsonl");
        assertThat(first.path("has_more").asBoolean()).isTrue();
        JsonNode second = service.get("/v1/files?limit=2&after=" + first.path("last_id").asText(), service.stranger).json();
        assertThat(second.path("data").findValuesAsText("filename")).containsExactly("1.jsonl");
        assertThat(second.path("has_more").asBoolean()).isFalse();
    }

    @Test
    void what_is_no_file_is_refused() {
        assertThat(upload(service.user, "fine-tune", "a.png", TestImages.png(3, 3).bytes()).code()).isEqualTo("INVALID_VALUE");
        assertThat(upload(service.user, "vision", "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8))
                .status())
                .isEqualTo(400);
        assertThat(upload(service.user, "evals", "a.jsonl", "no json\n".getBytes(StandardCharsets.UTF_8)).code()).isEqualTo("INVALID_JSON");
        assertThat(upload(service.user, "evals", "a.jsonl", new byte[0]).code()).isEqualTo("INVALID_VALUE");
        assertThat(service.post("/v1/files", service.user, "{}").code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
        for (String body : List.of("", "--b", "--b\r\n\r\n", "--b--",
                "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nvision\r\n--b--",
                "--b\r\nx\r\n\r\n")) {
            Answer answer = service.send(service.request("/v1/files", service.user, "Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build());
            assertThat(answer.status()).as(body).isEqualTo(400);
        }
    }
}
