package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.submissions.QueryFilter;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Filters of lists of queries, from the parameters of an address or from a JSON object. */
final class QueryFilters {
    static final List<String> PARAMETERS = List.of("status", "expert", "skill", "leaf", "policy", "profile", "revision", "reason",
            "evaluation",
            "key", "label.*", "q", "accepted_after", "accepted_before", "min_cost_micros", "min_latency_ms");
    private static final List<String> STATUSES = List.of("queued", "running", "paused", "awaiting_approval", "answered", "failed",
            "cancelled");
    private static final String LABEL = "label.";

    private QueryFilters() {}

    /** @throws MaestroException {@code INVALID_VALUE} that names the parameter */
    static QueryFilter of(ApiRequest request) {
        Map<String, String> labels = new HashMap<>();
        request.parameters().forEach((name, values) -> {
            if (name.startsWith(LABEL)) {
                labels.put(name.substring(LABEL.length()), values.getLast());
            }
        });
        List<String> statuses = new ArrayList<>();
        request.parameters().getOrDefault("status", List.of()).forEach(given -> statuses.addAll(List.of(given.split(",", -1))));
        statuses.forEach(QueryFilters::requireStatus);
        return new QueryFilter(statuses, request.parameter("expert"), request.parameter("skill"), request.parameter("leaf"),
                request.parameter("policy"), request.parameter("profile"), request.number("revision", 0, Long.MAX_VALUE),
                request.parameter("reason"), request.parameter("evaluation"), request.parameter("key"), labels, request.parameter("q"),
                time(request, "accepted_after"), time(request, "accepted_before"), request.number("min_cost_micros", 0, Long.MAX_VALUE),
                request.number("min_latency_ms", 0, Long.MAX_VALUE));
    }

    /** The same names as fields; a list of texts for {@code status}. */
    static QueryFilter of(JsonNode object, ApiRequest request) {
        Map<String, List<String>> parameters = new HashMap<>();
        object.forEachEntry((name, value) -> {
            List<String> values = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(each -> values.add(each.asText()));
            } else {
                values.add(value.asText());
            }
            parameters.put(name, values);
        });
        ApiRequest asParameters = new ApiRequest(request.method(), request.address(), request.path(), parameters, request.headers(),
                request.body(), request.id(), request.caller(), request.connection());
        asParameters.allow(PARAMETERS);
        return of(asParameters);
    }

    private static void requireStatus(String status) {
        if (!STATUSES.contains(status)) {
            throw ApiRequest.invalid("status", "is \"" + ApiJson.shown(status) + "\"." + NearestNames.sentence(status, STATUSES));
        }
    }

    private static Optional<Instant> time(ApiRequest request, String name) {
        UnaryOperator<String> expected = given -> "is \"" + ApiJson.shown(given) + "\"; expected a time such as 2026-05-04T03:02:01Z.";
        return request.parameter(name).map(given -> {
            try {
                Instant time = Instant.parse(given);
                if (time.isAfter(Instant.EPOCH.minusSeconds(1)) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                    return time;
                }
            } catch (DateTimeException _) {
                // refused below
            }
            throw ApiRequest.invalid(name, expected.apply(given));
        });
    }
}
