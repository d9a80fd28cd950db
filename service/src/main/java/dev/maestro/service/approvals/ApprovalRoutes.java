package dev.maestro.service.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.activities.QueryErrors;
import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.submissions.ApprovalRow;
import dev.maestro.registry.submissions.ApprovalRow.Decision;
import dev.maestro.registry.submissions.ApprovalRow.State;
import dev.maestro.registry.submissions.ApprovalStore;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.workflows.client.Queries;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /v1/approvals}: what queries wait for a person's word for. A word is recorded before its query hears of it; what a server that
 * died did not tell, another one tells. Thread-safe.
 */
public final class ApprovalRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalRoutes.class);
    private static final String BASE = "/v1/approvals";
    private static final String PREFIX = "ap-";
    private static final int LONGEST_COMMENT = 2_000;
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(3);
    private static final long EVERY_MS = 1_000;
    private static final int AT_ONCE = 200;

    private final ApprovalStore store;
    private final Queries queries;
    private final InstantSource clock;
    private final ScheduledExecutorService sweeper = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("approvals").daemon().factory());

    public ApprovalRoutes(ApprovalStore store, Queries queries, InstantSource clock) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
        sweeper.scheduleWithFixedDelay(this::sweep, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    public List<ApiRoute> routes() {
        return List.of(
                ApiRoute.get(BASE, ApiScope.APPROVALS_DECIDE, this::list),
                ApiRoute.get(BASE + "/{id}", ApiScope.APPROVALS_DECIDE, this::show),
                ApiRoute.post(BASE + "/{id}", ApiScope.APPROVALS_DECIDE, this::decide));
    }

    private ApiReply list(ApiRequest request) {
        request.allow(List.of("state", "limit", "after"));
        int limit = (int) request.number("limit", 1, 200).orElse(50);
        Optional<State> state = request.parameter("state").map(ApprovalRoutes::state);
        long before = request.parameter("after").map(id -> number(id)
                .orElseThrow(() -> new MaestroException(ApiErrors.CURSOR_INVALID,
                        "after is none of the cursors that a list gave. Begin without it.",
                        Map.of("param", "after"), null)))
                .orElse(Long.MAX_VALUE);
        List<ApprovalRow> found = store.list(request.caller().tenant(), state, before, limit + 1);
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        found.stream().limit(limit).forEach(approval -> data.add(body(approval)));
        boolean more = found.size() > limit;
        return ApiReply.ok(body.put("has_more", more).put("next", more ? PREFIX + found.get(limit - 1).number() : null));
    }

    private static State state(String written) {
        return Arrays.stream(State.values()).filter(state -> state.wire().equals(written)).findFirst()
                .orElseThrow(() -> ApiRequest.invalid("state", "is \"" + ApiJson.shown(written) + "\"."
                        + NearestNames.sentence(written, Arrays.stream(State.values()).map(WireForm::wire).toList())));
    }

    private static Optional<Long> number(String id) {
        return id.matches(PREFIX + "\\d{1,18}") ? Optional.of(Long.parseLong(id.substring(PREFIX.length()))) : Optional.empty();
    }

    private static ObjectNode body(ApprovalRow approval) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "approval").put("id", PREFIX + approval.number())
                .put("query_id", approval.queryId()).put("target", approval.target()).put("state", approval.state().wire())
                .put("question", approval.question());
        body.set("images", Json.MAPPER.valueToTree(approval.images()));
        body.put("asked_at", approval.askedAt().toString());
        body.put("decision", approval.decision().map(said -> said.approved() ? "approve" : "deny").orElse(null));
        body.put("by", approval.decision().map(Decision::by).orElse(null));
        body.put("comment", approval.decision().map(Decision::comment).orElse(null));
        body.put("decided_at", approval.decision().map(said -> said.at().toString()).orElse(null));
        return body;
    }

    private ApprovalRow find(ApiRequest request) {
        return number(request.part("id")).flatMap(number -> store.find(request.caller().tenant(), number))
                .orElseThrow(() -> new MaestroException(ApprovalErrors.APPROVAL_UNKNOWN, "there is no approval \""
                        + ApiJson.shown(request.part("id")) + "\". List them with GET /v1/approvals."));
    }

    private ApiReply show(ApiRequest request) {
        request.allow(List.of());
        return ApiReply.ok(body(find(request)));
    }

    private ApiReply decide(ApiRequest request) {
        request.allow(List.of());
        ObjectNode wanted = request.object();
        ApiJson.allow(wanted, "", List.of("decision", "comment"));
        JsonNode comment = wanted.path("comment");
        if (!comment.isMissingNode() && (!comment.isTextual() || comment.textValue().length() > LONGEST_COMMENT)) {
            throw ApiRequest.invalid("comment", "must be a text of at most " + LONGEST_COMMENT + " characters.");
        }
        boolean approved = switch (wanted.path("decision").asText("")) {
            case "approve" -> true;
            case "deny" -> false;
            default -> throw ApiRequest.invalid("decision", "must be approve or deny.");
        };
        ApprovalRow approval = find(request);
        switch (approval.state()) {
            case PENDING -> {
                // below
            }
            case DECIDED -> throw decided(approval);
            case ENDED -> throw new MaestroException(QueryErrors.APPROVAL_NOT_WANTED, "query " + approval.queryId()
                    + " has ended, and nobody's word is wanted any more.", Map.of("query_id", approval.queryId()), null);
        }
        String by = request.caller().name();
        if (!store.decide(approval.number(), new Decision(approved, by, comment.asText(""), clock.instant()))) {
            throw decided(find(request));
        }
        tell(approval.number(), approval.queryId(), approval.target(), approved, by);
        return ApiReply.ok(body(find(request))).header("Maestro-Query-Id", approval.queryId());
    }

    private static MaestroException decided(ApprovalRow approval) {
        Decision said = approval.decision().orElseThrow();
        return new MaestroException(ApprovalErrors.APPROVAL_ALREADY_DECIDED, said.by() + " has " + (said.approved() ? "approved" : "denied")
                + " the use of " + approval.target() + " at " + said.at() + " already.",
                Map.of("query_id", approval.queryId(), "decision", said.approved() ? "approve" : "deny", "by", said.by()), null);
    }

    private boolean tell(long number, String queryId, String target, boolean approved, String by) {
        try {
            queries.approve(queryId, target, approved, by);
        } catch (MaestroException e) {
            if (e.code() != QueryErrors.QUERY_ENDED) {
                LOG.warn("query={} has not heard of its approval yet: {}", queryId, e.toString());
                return false;
            }
        } catch (RuntimeException e) {
            LOG.warn("query={} has not heard of its approval yet: {}", queryId, e.toString());
            return false;
        }
        store.delivered(number, clock.instant());
        return true;
    }

    private void sweep() {
        try {
            for (ApprovalStore.Undelivered each : store.undelivered(clock.instant().minus(LEFT_BEHIND), AT_ONCE)) {
                if (!tell(each.number(), each.queryId(), each.target(), each.approved(), each.by())) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.info("approvals cannot be looked for just now: {}", e.toString());
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
