package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.testing.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own Python client; run where a Python has it, which {@code MAESTRO_TEST_PYTHON} may name. */
@Tag("database")
class OpenAiPythonClientTest {
    @TempDir
    Path folder;

    private record End(int status, String output) {}

    private End python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of(Objects.requireNonNullElse(System.getenv("MAESTRO_TEST_PYTHON"), "python3")));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        try {
            int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start().waitFor();
            return new End(status, Files.readString(output));
        } catch (IOException e) {
            return new End(127, e.getMessage());
        }
    }

    @Test
    void the_client_reads_all_that_the_service_says() throws IOException, InterruptedException {
        assumeTrue(python("-c", "import openai").status() == 0,
                "no Python with the package openai: install it, and name the Python in MAESTRO_TEST_PYTHON");
        Path script = folder.resolve("openai_client.py");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("openai_client.py"))) {
            Files.writeString(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        Path image = Files.write(folder.resolve("image.png"), TestImages.png(40, 30).bytes());
        try (ServiceFixture service = new ServiceFixture()) {
            service.engine.quick = true;
            End end = python(script.toString(), "http://127.0.0.1:" + service.service().port() + "/v1", service.user,
                    ServiceFixture.IMAGE.value(), image.toString());
            assertThat(end.output()).contains("all is well");
            assertThat(end.status()).isZero();
        }
    }
}
