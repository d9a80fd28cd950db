package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverview.Pin;
import dev.maestro.workflows.query.QueryState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** Queries as the API tells them. */
final class QueryBodies {
    private QueryBodies() {}

    static ObjectNode accepted(QueryOverview query) {
        return accepted(query, false);
    }

    /** @param clipped whether it got less money than it would have without the limits of its tenant or key */
    static ObjectNode accepted(QueryOverview query, boolean clipped) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("id", query.id()).put("object", "query").put("status", query.status());
        ObjectNode limits = limits(query.limits());
        if (clipped) {
            limits.putArray("clipped").add("micros");
        }
        body.set("limits", limits);
        body.set("links", links(query.id()));
        return body;
    }

    static ObjectNode links(String id) {
        String self = "/v1/queries/" + id;
        return Json.MAPPER.createObjectNode().put("self", self).put("events", self + "/events").put("history", self + "/history");
    }

    static ObjectNode limits(Limits limits) {
        return Json.MAPPER.createObjectNode().put("turns", limits.turns()).put("tokens", limits.tokens()).put("micros", limits.micros())
                .put("timeout_ms", limits.wallMs());
    }

    /** @param live what the running query says of itself, where it could be asked */
    static ObjectNode state(QueryOverview query, Optional<QueryState> live) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        Optional<QueryState> running = live.filter(_ -> !query.isEnded());
        Optional<String> approval = running.flatMap(QueryState::approval);
        String status = approval.map(_ -> QueryStatus.AWAITING_APPROVAL.wire())
                .or(() -> running.filter(state -> state.status() == QueryStatus.PAUSED).map(_ -> QueryStatus.PAUSED.wire()))
                .orElse(query.status());
        body.put("id", query.id()).put("object", "query").put("status", status).put("question", query.question());
        texts(body, "images", query.images());
        body.put("answer", query.answer().orElse(null)).put("reason", query.reason()).put("message", query.message());
        body.put("waiting", running.map(QueryState::waiting).orElse("")).put("approval", approval.orElse(null));
        body.put("profile", query.profile()).put("policy", query.policy());
        body.put("policy_version", query.pin().map(Pin::policyVersion).orElse(null));
        query.pin().ifPresentOrElse(pin -> body.put("registry_revision", pin.registryRevision()).put("rule_set", pin.ruleSet()),
                () -> body.putNull("registry_revision").putNull("rule_set"));
        ObjectNode labels = body.putObject("labels");
        new TreeMap<>(query.labels()).forEach(labels::put);
        body.put("source", query.source()).put("key", query.apiKey().orElse(null));
        body.set("limits", limits(query.limits()));
        body.put("turns", query.turns()).put("steps", query.steps());
        texts(body, "experts", query.experts());
        texts(body, "skills", query.skills());
        body.put("tokens", query.tokens()).put("cost_micros", query.costMicros()).put("reserved_micros", query.reservedMicros());
        body.put("run", query.run());
        body.put("accepted_at", query.acceptedAt().toString());
        body.put("started_at", query.pin().map(pin -> pin.at().toString()).orElse(null));
        body.put("finished_at", query.finishedAt().map(Instant::toString).orElse(null));
        body.put("queue_ms", query.pin().map(pin -> millis(query.acceptedAt(), pin.at())).orElse(null));
        body.put("latency_ms", query.finishedAt().map(end -> millis(query.acceptedAt(), end)).orElse(null));
        body.put("last_event", query.lastEvent());
        body.set("links", links(query.id()));
        return body;
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static void texts(ObjectNode body, String name, Collection<String> texts) {
        var array = body.putArray(name);
        texts.forEach(array::add);
    }
}
