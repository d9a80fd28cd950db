package dev.maestro.service.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.access.TenantLimits;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import java.util.List;
import java.util.Optional;

/** Limits of tenants and keys as JSON; null is without limit. */
final class TenantLimitBodies {
    private static final int MOST = 1_000_000;

    private TenantLimitBodies() {}

    static TenantLimits.Row read(String tenant, String key, ObjectNode body) {
        ApiJson.allow(body, "", List.of("requests_per_minute", "running", "queued", "micros_per_day", "micros_per_month"));
        return new TenantLimits.Row(tenant, key, number(body, "requests_per_minute", 1, MOST).map(Long::intValue),
                number(body, "running", 0, MOST).map(Long::intValue), number(body, "queued", 0, MOST).map(Long::intValue),
                number(body, "micros_per_day", 0, Long.MAX_VALUE / 2), number(body, "micros_per_month", 0, Long.MAX_VALUE / 2));
    }

    private static Optional<Long> number(ObjectNode body, String name, long least, long most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw ApiRequest.invalid(name, "must be a whole number from " + least + " to " + most + ", or null for no limit.");
        }
        return Optional.of(value.longValue());
    }

    static ObjectNode none() {
        return limits(
                new TenantLimits.Row("", "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    static ObjectNode limits(TenantLimits.Row row) {
        return Json.MAPPER.createObjectNode().put("requests_per_minute", row.requestsPerMinute().orElse(null))
                .put("running", row.running().orElse(null)).put("queued", row.queued().orElse(null))
                .put("micros_per_day", row.microsPerDay().orElse(null)).put("micros_per_month", row.microsPerMonth().orElse(null));
    }

    static ObjectNode use(TenantLimits.Use use) {
        return Json.MAPPER.createObjectNode().put("running", use.running()).put("queued", use.queued())
                .put("micros_today", use.microsToday())
                .put("micros_this_month", use.microsThisMonth());
    }
}
