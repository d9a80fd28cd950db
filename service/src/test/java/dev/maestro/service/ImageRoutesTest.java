package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.service.ServiceFixture.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ImageRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static byte[] png(int width, int height, int colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, x < width / 2 ? colour : 0xffffff);
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer take(String key, String type, byte[] bytes) {
        return service
                .send(service.request("/v1/images", key, "Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build());
    }

    private static HttpResponse<byte[]> bytes(String path, String key) {
        return service.bytes(service.request(path, key).GET().build());
    }

    @Test
    void an_image_is_taken_in_once_and_asked_about_by_its_hash() {
        byte[] image = png(60, 40, 0x00ff00);
        Answer taken = take(service.user, "image/png", image);
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(taken.json().path("width").asInt()).isEqualTo(60);
        assertThat(take(service.user, "application/octet-stream", image).status()).isEqualTo(200);
        String hash = taken.json().path("hash").asText();
        assertThat(service
                .send(service.request("/v1/images/" + hash, service.viewer).method("HEAD", HttpRequest.BodyPublishers.noBody()).build())
                .status()).isEqualTo(200);
        assertThat(service.post("/v1/queries", service.user, "{\"question\": \"Which colour?\", \"images\": [\"" + hash + "\"]}").status())
                .isEqualTo(202);
    }

    @Test
    void a_form_with_one_file_is_taken_too() {
        byte[] image = png(20, 20, 0x123456);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.png\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(image);
        form.writeBytes("\r\n--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
        Answer taken = take(service.user, "multipart/form-data; boundary=xyz", form.toByteArray());
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(taken.json().path("width").asInt()).isEqualTo(20);
        assertThat(take(service.user, "multipart/form-data; boundary=abc", form.toByteArray()).code()).isEqualTo("INVALID_VALUE");
        assertThat(take(service.user, "multipart/form-data", form.toByteArray()).code()).isEqualTo("INVALID_VALUE");
    }

    @Test
    void an_image_is_given_smaller_and_in_parts() throws IOException {
        String hash = take(service.user, "image/png", png(200, 100, 0xff0000)).json().path("hash").asText();
        HttpResponse<byte[]> whole = bytes("/v1/images/" + hash, service.viewer);
        assertThat(ContentHash.of(whole.body()).value()).isEqualTo(hash);
        assertThat(whole.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("sandbox");
        assertThat(whole.headers().firstValue("Content-Type")).contains("image/png");
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(bytes("/v1/images/" + hash + "?max=50", service.viewer).body()));
        assertThat(List.of(small.getWidth(), small.getHeight())).containsExactly(50, 25);
        BufferedImage part = ImageIO
                .read(new ByteArrayInputStream(bytes("/v1/images/" + hash + "?box=110,10,150,30", service.viewer).body()));
        assertThat(List.of(part.getWidth(), part.getHeight())).containsExactly(40, 20);
        assertThat(part.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
        for (String wrong : List.of("box=1,2,3", "box=5,5,5,9", "box=900,0,901,1", "max=0", "max=a", "size=3")) {
            assertThat(service.get("/v1/images/" + hash + "?" + wrong, service.viewer).status()).as(wrong).isEqualTo(400);
        }
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(service.get("/v1/images/" + hash, service.viewer, "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void what_is_no_image_is_refused_by_what_it_is() {
        Answer text = take(service.user, "image/png", "not an image".getBytes(StandardCharsets.UTF_8));
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.code()).isEqualTo("NOT_AN_IMAGE");
        assertThat(text.json().path("error").path("code").asText()).isEqualTo("invalid_image");
        assertThat(
                take(service.user, "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".getBytes(StandardCharsets.UTF_8)).code())
                .isEqualTo("IMAGE_UNSUPPORTED_FORMAT");
        assertThat(take(service.user, "image/png", new byte[0]).code()).isEqualTo("BODY_EMPTY");
        byte[] cut = Arrays.copyOf(png(50, 50, 1), 60);
        assertThat(take(service.user, "image/png", cut).status()).isEqualTo(400);
    }

    @Test
    void images_and_texts_of_others_are_not_there() {
        String hash = take(service.user, "image/png", png(31, 31, 0xabcdef)).json().path("hash").asText();
        assertThat(service.get("/v1/images/" + hash, service.stranger).code()).isEqualTo("IMAGE_UNKNOWN");
        ContentHash text = new PostgresArtifacts(service.database.dataSource())
                .put("a long reply <script>".getBytes(StandardCharsets.UTF_8), "text/plain");
        assertThat(service.get("/v1/texts/" + text, service.viewer).code()).isEqualTo("TEXT_UNKNOWN");
        new ArtifactOwners(service.database.dataSource()).own("default", text);
        Answer mine = service.get("/v1/texts/" + text, service.viewer);
        assertThat(mine.text()).isEqualTo("a long reply <script>");
        assertThat(mine.header("Content-Type")).startsWith("text/plain");
        assertThat(mine.header("Content-Disposition")).startsWith("attachment");
        assertThat(service.get("/v1/images/" + text, service.viewer).code()).as("a text is no image").isEqualTo("IMAGE_UNKNOWN");
        assertThat(service.get("/v1/images/..%2f..%2fpasswd", service.viewer).code()).isEqualTo("IMAGE_UNKNOWN");
    }
}
