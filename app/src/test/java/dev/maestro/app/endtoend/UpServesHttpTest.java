package dev.maestro.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.testing.TestHomes;
import dev.maestro.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code maestro up} as a process of its own: what it prints is what a client goes by. */
@Tag("end-to-end")
class UpServesHttpTest {
    private static final Pattern SERVICE = Pattern.compile("HTTP service +(http://\\S+)/v1");

    @TempDir
    Path home;

    @Test
    void the_address_and_the_key_that_up_names_let_in_for_as_long_as_it_runs() throws IOException, InterruptedException {
        TestHomes.withDatabase(home);
        Path printed = home.resolve("up.out");
        ProcessBuilder up = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                "dev.maestro.app.Maestro", "up")).redirectErrorStream(true).redirectOutput(printed.toFile());
        up.environment().putAll(TestHomes.environment(home));
        up.environment().put("MAESTRO_HTTP_PORT", "0");
        Process running = up.start();
        try {
            Eventually.that("it is up", () -> address(printed) != null || !running.isAlive());
            assertThat(running.isAlive()).as(Files.readString(printed)).isTrue();
            String address = address(printed);
            String key = Files.readString(home.resolve("run").resolve("api.key")).strip();
            Eventually.that("it is ready", () -> status(address + "/ready", "") == 200);
            assertThat(status(address + "/v1/queries", key)).isEqualTo(200);
            assertThat(status(address + "/v1/queries", "")).isEqualTo(401);
        } finally {
            running.destroy();
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).as("it ends when it is told to").isTrue();
        }
    }

    private static String address(Path printed) {
        try {
            Matcher found = SERVICE.matcher(Files.readString(printed));
            return found.find() ? found.group(1) : null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int status(String address, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
