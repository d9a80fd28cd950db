package dev.maestro.activities.record;

import dev.maestro.core.registry.Expert;
import dev.maestro.registry.history.QueryHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Estimates how long a call of an expert takes: the median of its recorded calls, else the value of its row. It reads
 * the record at most twice a minute per expert. Thread-safe.
 */
public final class LatencyRecord {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final QueryHistory history;
    private final InstantSource clock;
    private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();

    private record Known(long ms, Instant at) {}

    public LatencyRecord(QueryHistory history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    public long expectedMs(Expert expert) {
        Instant now = clock.instant();
        Known last = known.get(expert.name());
        if (last != null && last.at().plus(FRESH).isAfter(now)) {
            return last.ms();
        }
        long ms = history.recentLatencyMs(expert.name()).orElse((long) expert.limits().expectedLatencyMs());
        known.put(expert.name(), new Known(ms, now));
        return ms;
    }
}
