package dev.maestro.service.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** {@code /health}, {@code /ready}, {@code /version} and {@code /openapi.json}: what needs no key. Thread-safe. */
public final class HealthRoutes implements AutoCloseable {
    /** Whoever asks whether it is ready waits no longer: a balancer asks every few seconds. */
    private static final long PATIENCE_MS = 2_000;

    private final List<Check> checks;
    private final String version;
    private volatile boolean stopping;

    /**
     * Something that must be so for a query to be answered.
     *
     * @param look says what was found; throws when it is not so
     */
    public record Check(String name, Supplier<String> look) {}

    public HealthRoutes(List<Check> checks, String version) {
        this.checks = List.copyOf(checks);
        this.version = version;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get("/health", ApiScope.NONE, this::health),
                ApiRoute.get("/ready", ApiScope.NONE, this::ready),
                ApiRoute.get("/version", ApiScope.NONE, this::version),
                ApiRoute.get("/openapi.json", ApiScope.NONE, this::openApi));
    }

    private ApiReply health(ApiRequest request) {
        return ApiReply.ok(Json.MAPPER.createObjectNode().put("status", "ok"));
    }

    private ApiReply version(ApiRequest request) {
        return ApiReply.ok(Json.MAPPER.createObjectNode().put("version", version));
    }

    private ApiReply openApi(ApiRequest request) {
        return ApiReply.bytes(200, "application/json", OpenApiDocument.bytes());
    }

    private ApiReply ready(ApiRequest request) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        boolean ready = !stopping;
        ObjectNode found = Json.MAPPER.createObjectNode();
        for (Check check : checks) {
            CompletableFuture<String> looked = new CompletableFuture<>();
            Thread.ofVirtual().name("ready").start(() -> {
                try {
                    looked.complete(check.look().get());
                } catch (RuntimeException | Error e) {
                    looked.completeExceptionally(e);
                }
            });
            ObjectNode part = found.putObject(check.name());
            try {
                part.put("ok", true).put("found", looked.get(PATIENCE_MS, TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                ready = false;
                part.put("ok", false).put("found", e.getCause() instanceof MaestroException refused
                        ? refused.code().name()
                        : "cannot be reached");
            } catch (TimeoutException e) {
                ready = false;
                part.put("ok", false).put("found", "no answer within " + PATIENCE_MS + " ms");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ready = false;
            }
        }
        body.put("status", stopping ? "stopping" : ready ? "ready" : "not_ready");
        body.set("checks", found);
        return ApiReply.json(ready ? 200 : 503, body);
    }

    /** From now on it is not ready. */
    @Override
    public void close() {
        stopping = true;
    }
}
