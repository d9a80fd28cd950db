package dev.maestro.service.evaluations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.activities.QueryErrors;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.access.EvaluationOwners;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.workflows.client.Evaluations;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/evaluations}: evaluations of the tenant, their samples with results, and steering. Thread-safe. */
public final class EvaluationRoutes {
    private static final String BASE = "/v1/evaluations";
    private static final JsonMapper ROWS = Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    private static final int MOST_EVALUATIONS = 10_000;
    private static final int MOST_QUERIES = 500;

    private final EvaluationStore store;
    private final EvaluationOwners owners;
    private final Evaluations running;

    public EvaluationRoutes(EvaluationStore store, EvaluationOwners owners, Evaluations running) {
        this.store = store;
        this.owners = owners;
        this.running = running;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(BASE, ApiScope.EVALUATIONS_READ, this::list),
                ApiRoute.get(BASE + "/{name}", ApiScope.EVALUATIONS_READ, this::show),
                ApiRoute.get(BASE + "/{name}/samples", ApiScope.EVALUATIONS_READ, this::samples),
                ApiRoute.post(BASE + "/{name}/pause", ApiScope.EVALUATIONS_RUN,
                        request -> steer(request, name -> running.pause(name, by(request)))),
                ApiRoute.post(BASE + "/{name}/resume", ApiScope.EVALUATIONS_RUN,
                        request -> steer(request, name -> running.resume(name, by(request)))),
                ApiRoute.post(BASE + "/{name}/cancel", ApiScope.EVALUATIONS_RUN, request -> steer(request, running::cancel)),
                ApiRoute.post(BASE + "/{name}/concurrency", ApiScope.EVALUATIONS_RUN, this::concurrency));
    }

    private static String by(ApiRequest request) {
        return request.caller().name();
    }

    private ApiReply list(ApiRequest request) {
        request.allow(List.of("limit", "after"));
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        Optional<String> after = request.parameter("after");
        List<Overview> own = store.list(MOST_EVALUATIONS).stream()
                .filter(each -> owners.tenantOf(each.evaluation().name()).equals(request.caller().tenant())).toList();
        int from = 0;
        if (after.isPresent()) {
            List<String> names = own.stream().map(each -> each.evaluation().name()).toList();
            from = names.indexOf(after.get()) + 1;
            if (from == 0) {
                throw ApiRequest.invalid("after", "is none of the cursors that a list gave. Begin without it.");
            }
        }
        List<Overview> page = own.subList(from, Math.min(own.size(), from + limit));
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        page.forEach(each -> data.add(body(each)));
        boolean more = from + limit < own.size();
        body.put("has_more", more).put("next", more ? page.getLast().evaluation().name() : null);
        return ApiReply.ok(body);
    }

    private static ObjectNode body(Overview overview) {
        ObjectNode body = ROWS.valueToTree(overview.evaluation());
        body.put("object", "evaluation").put("status", overview.status().wire()).put("samples", overview.intake().samples())
                .put("bad_rows", overview.intake().badRows()).put("total", overview.total()).put("done", overview.done())
                .put("right", overview.right()).put("failed", overview.failed());
        return body;
    }

    /** @throws MaestroException {@code EVALUATION_UNKNOWN} with the nearest of the tenant's */
    private Overview find(ApiCaller caller, String name) {
        return (name.matches("[A-Za-z0-9_-]{1,40}") ? store.overview(name) : Optional.<Overview>empty())
                .filter(found -> owners.tenantOf(found.evaluation().name()).equals(caller.tenant()))
                .orElseThrow(() -> {
                    List<String> own = store.list(200).stream().map(each -> each.evaluation().name())
                            .filter(each -> owners.tenantOf(each).equals(caller.tenant())).toList();
                    List<String> near = NearestNames.near(name, own, 3);
                    return new MaestroException(QueryErrors.EVALUATION_UNKNOWN, "there is no evaluation \"" + ApiJson.shown(name) + "\"."
                            + (near.isEmpty() ? "" : " Nearest: " + String.join(", ", near) + ".")
                            + " List them with GET /v1/evaluations.");
                });
    }

    private ApiReply show(ApiRequest request) {
        request.allow(List.of());
        Overview overview = find(request.caller(), request.part("name"));
        return ApiReply.ok(body(overview));
    }

    private ApiReply samples(ApiRequest request) {
        request.allow(List.of("limit", "after"));
        Evaluation evaluation = find(request.caller(), request.part("name")).evaluation();
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        long after = request.number("after", 0, Long.MAX_VALUE - 1).orElse(-1);
        List<Sample> found = store.samples(evaluation.name(), after + 1, limit + 1);
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        for (Sample sample : found.subList(0, Math.min(limit, found.size()))) {
            ObjectNode row = ROWS.valueToTree(sample);
            ArrayNode results = row.put("object", "sample").putArray("results");
            for (int attempt = 1; attempt <= evaluation.attempts(); attempt++) {
                store.result(evaluation.name(), sample.index(), attempt)
                        .ifPresent(result -> results.add(ROWS.<JsonNode>valueToTree(result)));
            }
            data.add(row);
        }
        boolean more = found.size() > limit;
        body.put("has_more", more).put("next", more ? String.valueOf(found.get(limit - 1).index()) : null);
        return ApiReply.ok(body);
    }

    private interface Effect {
        void on(String name);
    }

    private ApiReply steer(ApiRequest request, Effect effect) {
        request.allow(List.of());
        ApiJson.allow(request.objectOrEmpty(), "", List.of());
        String name = find(request.caller(), request.part("name")).evaluation().name();
        effect.on(name);
        return ApiReply.json(202, body(find(request.caller(), name)));
    }

    private ApiReply concurrency(ApiRequest request) {
        request.allow(List.of());
        ObjectNode wanted = request.object();
        ApiJson.allow(wanted, "", List.of("queries"));
        JsonNode queries = wanted.path("queries");
        if (!queries.isInt() || queries.intValue() < 1 || queries.intValue() > MOST_QUERIES) {
            throw new MaestroException(QueryErrors.CONCURRENCY_INVALID, "queries must be a whole number from 1 to " + MOST_QUERIES + ".",
                    Map.of("param", "queries"), null);
        }
        String name = find(request.caller(), request.part("name")).evaluation().name();
        running.concurrency(name, queries.intValue());
        return ApiReply.json(202, body(find(request.caller(), name)));
    }
}
