package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.history.AuditJson;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.submissions.QueryFilter;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverviews;
import dev.maestro.registry.submissions.Submission.Accepted;
import dev.maestro.registry.submissions.SubmissionGroup;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.http.ClientConnection;
import dev.maestro.service.queries.QueryAcceptance.Manner;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.query.QueryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v1/queries}: ask, find, look at. What steers is in {@link SteeringRoutes}. Thread-safe. */
public final class QueryRoutes {
    private static final String ROUTE = "/v1/queries";
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?");
    /** How long a running query is asked what it does just now; without a worker nobody would answer. */
    private static final Duration LIVE = Duration.ofMillis(700);

    private final Parts parts;
    private final QueryRequest.Defaults defaults;
    private final boolean textOnly;
    private final Duration longestWait;

    /** What the routes work with. */
    public record Parts(QueryAccess access, QueryOverviews overviews, QueryHistory history, QueryAcceptance acceptance,
            Queries queries, QueryWaits waits) {}

    /**
     * @param policy   of a query that names none; likewise {@code profile} and {@code limits}
     * @param textOnly whether a question without an image is taken
     */
    public QueryRoutes(Parts parts, String policy, dev.maestro.core.registry.Profile profile, QueryHistory.Limits limits, boolean textOnly,
            Duration longestWait) {
        this.parts = parts;
        this.defaults = new QueryRequest.Defaults(policy, profile, limits);
        this.textOnly = textOnly;
        this.longestWait = longestWait;
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.post(ROUTE, ApiScope.QUERIES_WRITE, this::submit),
                ApiRoute.get(ROUTE, ApiScope.QUERIES_READ, this::list),
                ApiRoute.get(ROUTE + "/compare", ApiScope.HISTORY_READ, this::compare),
                ApiRoute.get(ROUTE + "/{id}", ApiScope.QUERIES_READ, this::show),
                ApiRoute.get(ROUTE + "/{id}/history", ApiScope.HISTORY_READ, this::history));
    }

    private ApiReply submit(ApiRequest request) {
        request.allow(List.of());
        ApiCaller caller = request.caller();
        QueryRequest wanted = QueryRequest.of(request.object(), defaults, textOnly);
        SubmissionGroup.Found found = parts.acceptance().accept(request, wanted.wanted(), Manner.of("queries", ROUTE, wanted.hash()));
        Accepted accepted = found.queries().getFirst();
        boolean clipped = accepted.fresh() && accepted.micros() < wanted.limits().micros();
        ApiReply reply = answered(caller, accepted.queryId(), clipped, wait(request), request.connection());
        reply.header("Location", ROUTE + "/" + accepted.queryId()).header("Maestro-Query-Id", accepted.queryId());
        return accepted.fresh() ? reply : reply.header("Idempotency-Replayed", "true");
    }

    private ApiReply answered(ApiCaller caller, String id, boolean clipped, Duration wait, ClientConnection connection) {
        boolean ended = wait.isPositive() && parts.waits().ended(id, wait, connection);
        QueryOverview query = parts.access().find(caller, id);
        return ended
                ? ApiReply.ok(QueryBodies.state(query, Optional.empty())).header("Preference-Applied", "wait=" + wait.toSeconds())
                : ApiReply.json(202, QueryBodies.accepted(query, clipped));
    }

    private Duration wait(ApiRequest request) {
        Matcher matcher = WAIT.matcher(request.header("Prefer").orElse(""));
        Duration wanted = matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : Duration.ZERO;
        return wanted.compareTo(longestWait) > 0 ? longestWait : wanted;
    }

    private ApiReply list(ApiRequest request) {
        List<String> allowed = new ArrayList<>(QueryFilters.PARAMETERS);
        allowed.addAll(List.of("limit", "after", "include"));
        request.allow(allowed);
        QueryFilter filter = QueryFilters.of(request);
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        List<QueryOverview> found = parts.overviews().list(request.caller().tenant(), filter,
                request.parameter("after").map(ListCursor::read),
                limit + 1);
        List<QueryOverview> page = found.subList(0, Math.min(limit, found.size()));
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        page.forEach(query -> data.add(QueryBodies.state(query, Optional.empty())));
        body.put("has_more", found.size() > limit);
        body.put("next", found.size() > limit ? ListCursor.write(page.getLast().place()) : null);
        Optional<String> include = request.parameter("include");
        if (include.isPresent()) {
            if (!include.get().equals("counts")) {
                throw ApiRequest.invalid("include", "may be counts.");
            }
            body.set("counts", Json.MAPPER.valueToTree(parts.overviews().counts(request.caller().tenant(), filter)));
        }
        return ApiReply.ok(body);
    }

    private ApiReply show(ApiRequest request) {
        request.allow(List.of());
        QueryOverview query = parts.access().find(request.caller(), request.part("id"));
        ApiReply reply;
        if (query.isEnded()) {
            String tag = "\"" + query.id() + "-" + query.lastEvent() + "\"";
            reply = request.header("If-None-Match").filter(tag::equals).isPresent()
                    ? ApiReply.empty(304)
                    : ApiReply.ok(QueryBodies.state(query, Optional.empty()));
            reply.header("ETag", tag);
        } else {
            reply = ApiReply.ok(QueryBodies.state(query, live(query.id())));
        }
        return QueryReplies.identified(reply, query);
    }

    /** What a running query says of itself; empty when nobody answers soon. */
    private Optional<QueryState> live(String id) {
        CompletableFuture<Optional<QueryState>> asked = new CompletableFuture<>();
        Thread.ofVirtual().name("live-state").start(() -> {
            try {
                asked.complete(parts.queries().state(id));
            } catch (RuntimeException e) {
                asked.complete(Optional.empty());
            }
        });
        try {
            return asked.get(LIVE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private ApiReply history(ApiRequest request) {
        request.allow(List.of("turn"));
        QueryOverview query = parts.access().find(request.caller(), request.part("id"));
        ObjectNode body = AuditJson.of(parts.history().audit(query.id()).orElseThrow());
        request.number("turn", 1, 1_000).ifPresent(turn -> {
            only(body, "turns", row -> row.path("decision").path("turn").asLong() == turn);
            only(body, "steps", row -> row.path("turn").asLong() == turn);
            only(body, "failures", row -> row.path("turn").asLong() == turn);
        });
        return QueryReplies.identified(ApiReply.ok(body), query);
    }

    private static void only(ObjectNode body, String rows, java.util.function.Predicate<JsonNode> wanted) {
        ArrayNode kept = Json.MAPPER.createArrayNode();
        body.path(rows).forEach(row -> {
            if (wanted.test(row)) {
                kept.add(row);
            }
        });
        body.set(rows, kept);
    }

    private ApiReply compare(ApiRequest request) {
        request.allow(List.of("a", "b"));
        List<JsonNode> audits = new ArrayList<>();
        List<QueryOverview> queries = new ArrayList<>();
        for (String side : List.of("a", "b")) {
            String id = request.parameter(side).orElseThrow(() -> new MaestroException(ApiErrors.PARAMETER_MISSING,
                    side + " is missing. Name two queries: ?a=ID&b=ID.", Map.of("param", side), null));
            QueryOverview query = parts.access().find(request.caller(), id);
            queries.add(query);
            audits.add(AuditJson.of(parts.history().audit(query.id()).orElseThrow()));
        }
        return ApiReply.ok(QueryComparison.of(queries.get(0), audits.get(0), queries.get(1), audits.get(1)));
    }
}
