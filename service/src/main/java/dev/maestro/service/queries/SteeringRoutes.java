package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.activities.QueryErrors;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.submissions.QueryFilter;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverviews;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.query.QueryState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cancelling, pausing, resuming and retrying queries, one or many. To ask for what is so already is no error. Thread-safe. */
public final class SteeringRoutes {
    private static final int MOST = 500;

    private final QueryAccess access;
    private final QueryOverviews overviews;
    private final Submissions submissions;
    private final Queries queries;
    private final QueryCancels cancels;

    public SteeringRoutes(QueryAccess access, QueryOverviews overviews, Submissions submissions, Queries queries,
            QueryCancels cancels) {
        this.access = access;
        this.overviews = overviews;
        this.submissions = submissions;
        this.queries = queries;
        this.cancels = cancels;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post("/v1/queries/actions", ApiScope.QUERIES_STEER, this::actions),
                ApiRoute.post("/v1/queries/{id}/cancel", ApiScope.QUERIES_STEER, request -> one(request, cancels::cancel)),
                ApiRoute.post("/v1/queries/{id}/pause", ApiScope.QUERIES_STEER, request -> one(request, this::pause)),
                ApiRoute.post("/v1/queries/{id}/resume", ApiScope.QUERIES_STEER, request -> one(request, this::resume)),
                ApiRoute.post("/v1/queries/{id}/retry", ApiScope.QUERIES_STEER, this::retry));
    }

    /** Does something to a query; says whether it was not done already. */
    private interface Effect {
        boolean on(QueryOverview query, String by);
    }

    private ApiReply one(ApiRequest request, Effect effect) {
        request.allow(List.of());
        ApiJson.allow(request.objectOrEmpty(), "", List.of());
        QueryOverview query = access.steerable(request.caller(), request.part("id"));
        boolean done = effect.on(query, request.caller().name());
        return reply(request.caller(), query.id(), done ? 202 : 200);
    }

    private ApiReply reply(ApiCaller caller, String id, int status) {
        QueryOverview now = access.find(caller, id);
        return QueryReplies.identified(ApiReply.json(status, QueryBodies.accepted(now)), now);
    }

    private boolean pause(QueryOverview query, String by) {
        QueryCancels.requireRunning(query, "paused");
        requirePlace(query);
        cancels.begin(query);
        if (query.status().equals(QueryStatus.PAUSED.wire())) {
            return false;
        }
        queries.pause(query.id(), by);
        return true;
    }

    private boolean resume(QueryOverview query, String by) {
        QueryCancels.requireRunning(query, "resumed");
        requirePlace(query);
        boolean paused = query.status().equals(QueryStatus.PAUSED.wire())
                || queries.state(query.id()).map(QueryState::status).filter(status -> status == QueryStatus.PAUSED).isPresent();
        // A pause that was asked for and is not recorded yet is undone as well.
        queries.resume(query.id(), by);
        return paused;
    }

    private void requirePlace(QueryOverview query) {
        if (submissions.isWaiting(query.id())) {
            throw new MaestroException(ApiErrors.NOT_STEERABLE,
                    "query " + query.id() + " waits for a place within the limits of its tenant or key, and can only be cancelled.",
                    Map.of("query_id", query.id(), "status", query.status()), null);
        }
    }

    private ApiReply retry(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.objectOrEmpty();
        ApiJson.allow(body, "", List.of("limits"));
        QueryOverview query = access.steerable(request.caller(), request.part("id"));
        Optional<Limits> limits = body.has("limits")
                ? Optional.of(QueryFields.limits(body.path("limits"), "limits", query.limits()))
                : Optional.empty();
        if (!query.isEnded()) {
            // A retry that was asked for twice runs once.
            return reply(request.caller(), query.id(), 200);
        }
        if (query.status().equals(QueryStatus.ANSWERED.wire())) {
            throw new MaestroException(QueryErrors.QUERY_NOT_RETRYABLE,
                    "query " + query.id() + " was answered; only a failed or cancelled query can be retried",
                    Map.of("query_id", query.id(), "status", query.status()), null);
        }
        queries.retry(query.id(), limits);
        return reply(request.caller(), query.id(), 202);
    }

    private ApiReply actions(ApiRequest request) {
        request.allow(List.of());
        ObjectNode body = request.object();
        ApiJson.allow(body, "", List.of("action", "ids", "filter", "expect"));
        Effect effect = switch (body.path("action").asText("")) {
            case "cancel" -> cancels::cancel;
            case "pause" -> this::pause;
            case "resume" -> this::resume;
            default -> throw ApiRequest.invalid("action", "must be cancel, pause or resume.");
        };
        ObjectNode reply = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = reply.putArray("data");
        for (String id : body.has("filter") ? chosen(body, request) : named(body.path("ids"))) {
            ObjectNode result = data.addObject().put("id", id);
            try {
                result.put("done", effect.on(access.steerable(request.caller(), id), request.caller().name()));
            } catch (MaestroException e) {
                result.put("done", false).putObject("error").put("code", e.code().name()).put("message", e.getMessage());
            }
        }
        reply.put("has_more", false).putNull("next");
        return ApiReply.ok(reply);
    }

    private static List<String> named(JsonNode ids) {
        if (!ids.isArray() || ids.isEmpty() || ids.size() > MOST) {
            throw ApiRequest.invalid("ids", "must be a list of 1 to " + MOST + " ids; or give filter and expect.");
        }
        LinkedHashSet<String> named = new LinkedHashSet<>();
        ids.forEach(id -> named.add(id.asText()));
        return List.copyOf(named);
    }

    private List<String> chosen(JsonNode body, ApiRequest request) {
        JsonNode filter = body.path("filter");
        if (!filter.isObject() || !body.path("expect").isIntegralNumber() || body.has("ids")) {
            throw ApiRequest.invalid("filter", "must be an object, with expect as the number of queries it chooses, and without ids.");
        }
        QueryFilter wanted = QueryFilters.of(filter, request);
        long count = overviews.count(request.caller().tenant(), wanted);
        if (count != body.path("expect").asLong() || count > MOST) {
            throw new MaestroException(ApiErrors.COUNT_CHANGED, "the filter chooses " + count + " queries, expected "
                    + body.path("expect").asLong() + ", limit " + MOST + ". Look at the list, and try again.",
                    Map.of("count", count, "limit", MOST), null);
        }
        List<String> ids = new ArrayList<>();
        overviews.list(request.caller().tenant(), wanted, Optional.empty(), MOST).forEach(query -> ids.add(query.id()));
        return ids;
    }
}
