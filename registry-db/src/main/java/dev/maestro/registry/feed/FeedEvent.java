package dev.maestro.registry.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One thing that happened to a query.
 *
 * @param seq  its number within the query, from 1, without gaps, in the order of commits
 * @param run  of the query: 0 first, counted up by each retry
 * @param kind {@code accepted}, {@code started}, {@code pinned}, {@code decided}, {@code verdict}, {@code step}, {@code failed_attempt},
 *             {@code observed}, {@code approval_requested}, {@code approval_decided}, {@code paused}, {@code resumed}, {@code retried},
 *             {@code cancel_requested} or {@code outcome}
 * @param data what the record says about it, an object with snake_case names
 */
public record FeedEvent(String queryId, int seq, int run, String kind, Instant at, JsonNode data) {
    /** Whether a run ended with it. */
    public boolean endsRun() {
        return kind.equals("outcome");
    }
}
