package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class UsageRoutesTest {
    private static Map<String, Long> sums(ServiceFixture service, String by) {
        Map<String, Long> sums = new TreeMap<>();
        service.get("/v1/usage?by=" + by, service.viewer).json().path("data")
                .forEach(sum -> sums.put(sum.path(by).asText(), sum.path("cost_micros").asLong()));
        return sums;
    }

    @Test
    void sums_are_those_of_the_queries_by_whatever_they_are_told() {
        try (ServiceFixture service = new ServiceFixture()) {
            service.engine.answer(service.ask("one"), "17");
            service.engine.answer(service.ask("two"), "17");
            service.engine.quick = true;
            service.post("/v1/chat/completions", service.otherUser, """
                    {"model": "maestro-rules", "messages": [{"role": "user", "content": [{"type": "text", "text": "three"},
                        {"type": "image_url", "image_url": {"url": "%s"}}]}]}""".formatted(ServiceFixture.IMAGE));
            long ofQueries = 0;
            for (JsonNode query : service.get("/v1/queries", service.viewer).json().path("data")) {
                ofQueries += query.path("cost_micros").asLong();
            }
            assertThat(ofQueries).isEqualTo(90);
            JsonNode days = service.get("/v1/usage", service.viewer).json();
            assertThat(days.path("cost_micros").asLong()).isEqualTo(ofQueries);
            assertThat(days.path("data").path(0).path("queries").asLong()).isEqualTo(3);
            assertThat(sums(service, "day")).containsExactly(Map.entry(LocalDate.now(ZoneOffset.UTC).toString(), 90L));
            assertThat(sums(service, "expert")).containsEntry("Chart-R1", 90L);
            assertThat(sums(service, "model")).containsEntry("", 60L).containsEntry("maestro-rules", 30L);
            assertThat(sums(service, "key").values()).containsExactlyInAnyOrder(60L, 30L);
            ObjectNode theirs = (ObjectNode) service.get("/v1/usage", service.stranger).json();
            assertThat(theirs.path("cost_micros").asLong()).as("another tenant's").isZero();
            assertThat(service.get("/v1/usage?to=2020-01-01T00:00:00Z&from=2019-01-01T00:00:00Z", service.viewer).json().path("data"))
                    .isEmpty();
            assertThat(service.get("/v1/usage?by=year", service.viewer).code()).isEqualTo("INVALID_VALUE");
            assertThat(service.get("/v1/usage?from=yesterday", service.viewer).code()).isEqualTo("INVALID_VALUE");
            assertThat(service.get("/v1/usage?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", service.viewer).code())
                    .isEqualTo("INVALID_VALUE");
        }
    }
}
