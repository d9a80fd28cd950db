package dev.maestro.service.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.access.UsageSums;
import dev.maestro.registry.access.UsageSums.By;
import dev.maestro.registry.access.UsageSums.Sum;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code GET /v1/usage}: what the tenant's queries used, summed from the ledger. Thread-safe. */
public final class UsageRoutes {
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final UsageSums sums;
    private final InstantSource clock;

    public UsageRoutes(UsageSums sums, InstantSource clock) {
        this.sums = sums;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/v1/usage", ApiScope.USAGE_READ, this::usage));
    }

    private ApiReply usage(ApiRequest request) {
        request.allow(List.of("from", "to", "by"));
        By by = request.parameter("by").map(UsageRoutes::by).orElse(By.DAY);
        Instant now = clock.instant();
        Instant from = time(request, "from")
                .orElse(now.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        Instant until = time(request, "to").orElse(now.plusSeconds(1));
        if (until.isBefore(from)) {
            throw ApiRequest.invalid("to", "is before from.");
        }
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        List<Sum> found = sums.of(request.caller().tenant(), from, until, by);
        for (Sum sum : found) {
            data.addObject().put("object", "usage").put(by.wire(), sum.name()).put("queries", sum.queries()).put("tokens", sum.tokens())
                    .put("cost_micros", sum.micros());
        }
        body.put("has_more", false).putNull("next").put("from", from.toString()).put("to", until.toString());
        body.put("tokens", found.stream().mapToLong(Sum::tokens).sum()).put("cost_micros", found.stream().mapToLong(Sum::micros).sum());
        return ApiReply.ok(body);
    }

    private static By by(String written) {
        return Arrays.stream(By.values()).filter(each -> each.wire().equals(written)).findFirst()
                .orElseThrow(() -> ApiRequest.invalid("by", "is \"" + ApiJson.shown(written) + "\"."
                        + NearestNames.sentence(written, Arrays.stream(By.values()).map(WireForm::wire).toList())));
    }

    private static Optional<Instant> time(ApiRequest request, String name) {
        return request.parameter(name).map(written -> {
            try {
                Instant time = Instant.parse(written);
                if (time.isAfter(Instant.EPOCH) && time.isBefore(LATEST)) {
                    return time;
                }
            } catch (DateTimeException _) {
                // refused below
            }
            throw ApiRequest.invalid(name, "is \"" + ApiJson.shown(written) + "\"; expected a time such as 2026-01-02T03:04:05Z.");
        });
    }
}
