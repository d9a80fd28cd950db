package dev.maestro.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.maestro.core.Json;
import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The production file, read by a YAML parser, checked against the Compose Specification's own schema, and by Docker Compose where it is installed. */
class ComposeFileTest {
    /** A maintained package that carries the specification's schema; pip refuses any other content. */
    private static final String SCHEMA_PACKAGE = """
            check-jsonschema==0.39.0 --hash=sha256:14ce5c94871c551268ea948ffe21e9f1464dc48fb20bf9a4c13deeaaf756cf9b
            """;
    private static final String SCHEMA_ENTRY = "check_jsonschema/builtin_schemas/vendor/compose-spec.json";
    private static final Path ROOT = ProjectFiles.root();

    @TempDir
    private Path folder;

    private static JsonNode parsed(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return Json.MAPPER.valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
    }

    private static JsonNode file() throws IOException {
        return parsed(Files.readString(ROOT.resolve("docker-compose.yml")));
    }

    private static Stream<Map.Entry<String, JsonNode>> services() throws IOException {
        return file().path("services").properties().stream();
    }

    @Test
    @Tag("end-to-end")
    void it_keeps_to_the_compose_specification_and_a_typo_would_be_noticed() throws Exception {
        Optional<JsonSchema> schema = schema();
        assumeTrue(schema.isPresent(), "the schema's package cannot be fetched here: no python3 with pip, or no package index");
        assertThat(schema.orElseThrow().validate(file())).isEmpty();
        // The check must be able to fail: the likeliest slips are refused.
        String text = Files.readString(ROOT.resolve("docker-compose.yml"));
        for (String[] slip : new String[][]{{"healthcheck:", "heathcheck:"}, {"depends_on:", "depend_on:"},
            {"condition: service_healthy", "condition: healthy"}}) {
            assertThat(text).contains(slip[0]);
            assertThat(schema.orElseThrow().validate(parsed(text.replace(slip[0], slip[1])))).as(slip[1])
                    .extracting(ValidationMessage::getMessage).isNotEmpty();
        }
    }

    @Test
    @Tag("end-to-end")
    void docker_compose_reads_it_where_it_is_installed() throws Exception {
        Process version = new ProcessBuilder("docker", "compose", "version").redirectErrorStream(true)
                .redirectOutput(folder.resolve("version").toFile()).start();
        assumeTrue(version.waitFor(20, TimeUnit.SECONDS) && version.exitValue() == 0, "Docker Compose is not installed here");
        ProcessBuilder config = new ProcessBuilder("docker", "compose", "--profile", "gpu", "--profile", "cli", "config", "--quiet")
                .directory(ROOT.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("config").toFile());
        config.environment().put("POSTGRES_PASSWORD", "for the test");
        Process process = config.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("config"))).isZero();
    }

    @Test
    void workers_can_be_multiplied() throws IOException {
        JsonNode worker = file().path("services").path("worker");
        assertThat(worker.path("container_name").isMissingNode()).isTrue();
        assertThat(worker.path("ports").isMissingNode()).isTrue();
    }

    @Test
    void the_eight_expert_servers_stand_on_their_documented_ports_behind_the_gpu_profile() throws IOException {
        List<String> ports = new ArrayList<>();
        services().filter(service -> service.getValue().path("profiles").toString().equals("[\"gpu\"]")).forEach(service -> {
            List<String> command = StreamSupport.stream(service.getValue().path("command").spliterator(), false).map(JsonNode::asText)
                    .toList();
            String port = command.get(command.indexOf("--port") + 1);
            ports.add(port);
            assertThat(service.getValue().path("healthcheck").path("test").toString()).as(service.getKey())
                    .contains(":" + port + "/health");
        });
        assertThat(ports).containsExactlyInAnyOrder("2364", "2376", "2362", "2368", "2369", "2388", "2389", "2370");
    }

    @Test
    void every_expert_server_is_the_one_its_registry_row_is_pointed_at() throws IOException {
        String migration = Files.readString(ROOT.resolve("deploy/migrations/V0001__address_experts_by_service.sql"));
        services().filter(service -> service.getValue().path("profiles").toString().equals("[\"gpu\"]")).forEach(service -> {
            List<String> command = StreamSupport.stream(service.getValue().path("command").spliterator(), false).map(JsonNode::asText)
                    .toList();
            assertThat(migration).contains("('" + command.get(command.indexOf("--served-model-name") + 1) + "', 'http://" + service.getKey()
                    + ":" + command.get(command.indexOf("--port") + 1) + "/v1')");
        });
    }

    @Test
    void images_are_pinned_and_what_serves_says_when_it_is_well() throws IOException {
        services().forEach(service -> {
            String image = service.getValue().path("image").asText();
            assertThat(image).as(service.getKey()).matches(".+:(\\d.*|local}|\\$\\{VLLM_VERSION:-v\\d.*)").doesNotContain("latest");
        });
        for (String server : List.of("postgres", "temporal")) {
            assertThat(file().path("services").path(server).path("healthcheck").path("test").isMissingNode()).as(server).isFalse();
        }
    }

    @Test
    void no_secret_stands_in_it() throws IOException {
        services().forEach(service -> service.getValue().path("environment").properties().forEach(variable -> {
            if (variable.getKey().matches(".*(PASSWORD|PWD|KEY|TOKEN|SECRET)$")) {
                assertThat(variable.getValue().asText()).as(service.getKey() + " " + variable.getKey())
                        .matches("\\$\\{[A-Z_]+:(\\?[^}]+|-)}");
            }
        }));
    }

    @Test
    void its_settings_are_settings_of_ours() throws IOException {
        file().path("services").path("worker").path("environment").properties().stream().map(Map.Entry::getKey)
                .filter(name -> name.startsWith("MAESTRO_"))
                .forEach(name -> assertThat(Stream.of(dev.maestro.app.config.Key.values()).map(dev.maestro.app.config.Key::variable))
                        .contains(name));
    }

    private Optional<JsonSchema> schema() throws Exception {
        Path wheel = ROOT.resolve("app/target/compose-schema/check_jsonschema-0.39.0-py3-none-any.whl");
        if (!Files.exists(wheel)) {
            Path requirements = Files.writeString(folder.resolve("requirements.txt"), SCHEMA_PACKAGE);
            Files.createDirectories(wheel.getParent());
            try {
                Process pip = new ProcessBuilder(
                        "python3", "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "--require-hashes", "-d",
                        wheel.getParent().toString(), "-r", requirements.toString())
                        .redirectErrorStream(true).redirectOutput(folder.resolve("pip").toFile()).start();
                if (!pip.waitFor(120, TimeUnit.SECONDS) || pip.exitValue() != 0) {
                    return Optional.empty();
                }
            } catch (IOException _) {
                return Optional.empty();
            }
        }
        try (ZipFile zip = new ZipFile(wheel.toFile()); InputStream in = zip.getInputStream(zip.getEntry(SCHEMA_ENTRY))) {
            ObjectNode schema = (ObjectNode) Json.MAPPER.readTree(in);
            // The published identifier is no address, which this validator insists on; nothing refers to it.
            schema.remove("$id");
            return Optional.of(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema));
        }
    }
}
