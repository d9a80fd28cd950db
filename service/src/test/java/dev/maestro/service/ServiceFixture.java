package dev.maestro.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.access.ApiKeys;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.service.access.KeySecret;
import dev.maestro.service.access.Role;
import dev.maestro.service.health.HealthRoutes;
import dev.maestro.service.http.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The real service on a free port, a database of its own, and an engine that does what a test says. */
final class ServiceFixture implements AutoCloseable {
    static final ContentHash IMAGE = ContentHash.of("an image of the default tenant");

    final Database database = TestDatabase.fresh();
    final QueryHistory history = new PostgresQueryHistory(database.dataSource());
    final RecordingQueries engine = new RecordingQueries(history);
    final SteeredEvaluations evaluations = new SteeredEvaluations();
    final Sql sql = new Sql(database.dataSource());
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final String user = key("user", "default", Role.USER);
    final String otherUser = key("another", "default", Role.USER);
    final String viewer = key("viewer", "default", Role.VIEWER);
    final String operator = key("operator", "default", Role.OPERATOR);
    final String admin = key("admin", "default", Role.ADMIN);
    final String stranger;
    private MaestroService service;

    ServiceFixture() {
        this(ServiceSettings.DEFAULT);
    }

    ServiceFixture(ServiceSettings settings) {
        sql.run("insert into tenants (name) values ('other')");
        stranger = key("stranger", "other", Role.OPERATOR);
        new ArtifactOwners(database.dataSource()).own("default", IMAGE);
        service = start(settings);
    }

    /** Another server on the same database. */
    MaestroService start(ServiceSettings settings) {
        return MaestroService
                .start(new MaestroService.Parts(database.dataSource(), history, new PostgresArtifacts(database.dataSource()),
                        new RegistryStore(database.dataSource(), RevisionCheck.NONE), new PostgresEvaluations(database.dataSource()),
                        engine, evaluations, "rules", Profile.DEFAULT, Limits.DEFAULT, () -> Set.of("rules", "local"),
                        List.of(new HealthRoutes.Check("database", () -> "ready"), new HealthRoutes.Check("engine", () -> {
                            if (engine.away) {
                                throw new IllegalStateException("away");
                            }
                            return "ready";
                        })), "test"), settings.at(0));
    }

    MaestroService service() {
        return service;
    }

    String key(String name, String tenant, Role role) {
        KeySecret secret = KeySecret.fresh();
        new ApiKeys(database.dataSource()).add(secret.row(name, tenant, role, "test", Instant.now(), Optional.empty()));
        return secret.written();
    }

    record Answer(int status, java.net.http.HttpHeaders headers, String text) {
        JsonNode json() {
            return Json.tree(text);
        }

        String code() {
            return json().path("error").path("maestro").path("code").asText();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    Answer get(String path, String key, String... headers) {
        return send(request(path, key, headers).GET().build());
    }

    Answer post(String path, String key, String body, String... headers) {
        HttpRequest.Builder request = request(path, key, headers);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    HttpRequest.Builder request(String path, String key, String... headers) {
        return request(service.port(), path, key, headers);
    }

    HttpRequest.Builder request(int port, String path, String key, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(60));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> bytes(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server says to these bytes before it closes the connection or is silent for a while. */
    String raw(String bytes) {
        return raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String raw(byte[] bytes) {
        try (Socket socket = new Socket("127.0.0.1", service.port())) {
            socket.setSoTimeout(1_500);
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            StringBuilder text = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                for (int read = socket.getInputStream().read(buffer); read >= 0; read = socket.getInputStream().read(buffer)) {
                    text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                }
            } catch (IOException _) {
                // that is all it says
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String question(String text) {
        return "{\"question\": \"" + text + "\", \"images\": [\"" + IMAGE + "\"]}";
    }

    /** Asks, and gives the id. */
    String ask(String text) {
        Answer answer = post("/v1/queries", user, question(text));
        if (answer.status() != 202) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path("id").asText();
    }

    @Override
    public void close() {
        service.close();
        database.close();
        client.close();
    }
}
