package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryIds;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.history.AuditJson;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.QueryFilter;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverviews;
import dev.maestro.registry.submissions.Submission;
import dev.maestro.registry.submissions.Submission.Accepted;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.query.QueryState;
import java.time.Duration;
import java.time.InstantSource;
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
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    /** How long a running query is asked what it does just now; without a worker nobody would answer. */
    private static final Duration LIVE = Duration.ofMillis(700);

    private final Parts parts;
    private final QueryRequest.Defaults defaults;
    private final boolean textOnly;
    private final Duration longestWait;

    /** What the routes work with. */
    public record Parts(QueryAccess access, QueryOverviews overviews, Submissions submissions, QueryHistory history, ArtifactOwners owners,
            Queries queries, QueryStarts starts, QueryWaits waits, InstantSource clock) {}

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
        Optional<String> idempotencyKey = request.header("Idempotency-Key");
        if (idempotencyKey.isPresent() && !IDEMPOTENCY_KEY.matcher(idempotencyKey.get()).matches()) {
            throw new MaestroException(ApiErrors.IDEMPOTENCY_KEY_INVALID, "the Idempotency-Key has " + idempotencyKey.get().length()
                    + " characters or one that is not visible ASCII; expected 1 to 255 such. Send another, or none.");
        }
        QueryRequest wanted = QueryRequest.of(request.object(), defaults, textOnly);
        requireOwned(caller, wanted.images());
        String id = QueryIds.fresh();
        QueryRow row = new QueryRow(id, wanted.question(), wanted.images(), wanted.profile(), wanted.policy(), wanted.limits(),
                parts.clock().instant());
        String hash = wanted.hash();
        Accepted accepted = parts.submissions().accept(
                new Submission(id, caller.tenant(), caller.key(), "queries", ROUTE, hash, idempotencyKey, wanted.labels()), row,
                wanted.ownMicros());
        if (!accepted.fresh() && !accepted.requestHash().equals(hash)) {
            throw new MaestroException(ApiErrors.IDEMPOTENCY_KEY_REUSED,
                    "the Idempotency-Key came with another request before, which became query "
                            + accepted.queryId() + ". Use a new key for a new request.",
                    Map.of("query_id", accepted.queryId()), null);
        }
        boolean clipped = accepted.fresh() && accepted.micros() < wanted.limits().micros();
        if (accepted.fresh() && !accepted.waiting()) {
            parts.starts().start(new QueryRow(id, row.question(), row.images(), row.profile(), row.policy(),
                    new QueryHistory.Limits(row.limits().turns(), row.limits().tokens(), accepted.micros(), row.limits().wallMs()),
                    row.acceptedAt()));
        }
        ApiReply reply = answered(caller, accepted.queryId(), clipped, wait(request));
        reply.header("Location", ROUTE + "/" + accepted.queryId()).header("Maestro-Query-Id", accepted.queryId());
        return accepted.fresh() ? reply : reply.header("Idempotency-Replayed", "true");
    }

    private ApiReply answered(ApiCaller caller, String id, boolean clipped, Duration wait) {
        boolean ended = wait.isPositive() && parts.waits().ended(id, wait);
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

    private void requireOwned(ApiCaller caller, List<ContentHash> images) {
        List<ContentHash> foreign = images.isEmpty() ? List.of() : parts.owners().notOwned(caller.tenant(), images);
        if (!foreign.isEmpty()) {
            throw new MaestroException(ApiErrors.IMAGE_UNKNOWN, "there is no image " + foreign.getFirst()
                    + " of yours. Send it first with POST /v1/images.",
                    Map.of("param", "images[" + images.indexOf(foreign.getFirst()) + "]"),
                    null);
        }
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
        return identified(reply, query);
    }

    static ApiReply identified(ApiReply reply, QueryOverview query) {
        reply.header("Maestro-Query-Id", query.id());
        query.pin().ifPresent(pin -> reply.header("Maestro-Registry-Revision", String.valueOf(pin.registryRevision())));
        if (!query.experts().isEmpty()) {
            reply.header("Maestro-Experts", String.join(",", query.experts()).replaceAll("[^\\x20-\\x7e]", "?"));
        }
        return reply;
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
        return identified(ApiReply.ok(body), query);
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
