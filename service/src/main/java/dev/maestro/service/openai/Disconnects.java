package dev.maestro.service.openai;

import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.QueryOverviews;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.service.queries.QueryCancels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels queries whose clients went away, of those that were asked so: when for some seconds no connection of theirs has been open
 * here, and nobody has asked for them again, here or on another server. A server that dies cancels nothing. Thread-safe.
 */
public final class Disconnects implements AutoCloseable {
    /** Who wanted it, for the record. */
    private static final String BY = "disconnect";
    private static final long ALONE_MS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Disconnects.class);

    private final Submissions submissions;
    private final QueryOverviews overviews;
    private final QueryCancels cancels;
    private final InstantSource clock;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("disconnects").daemon().factory());

    public Disconnects(Submissions submissions, QueryOverviews overviews, QueryCancels cancels, InstantSource clock) {
        this.submissions = submissions;
        this.overviews = overviews;
        this.cancels = cancels;
        this.clock = clock;
    }

    /** Somebody who waits for queries, until it is closed. */
    interface Presence extends AutoCloseable {
        @Override
        void close();
    }

    /** From now on somebody waits for the queries. */
    Presence attach(String tenant, List<String> ids) {
        ids.forEach(id -> open.merge(id, 1, Integer::sum));
        return () -> {
            Instant closed = clock.instant();
            ids.forEach(id -> open.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1));
            try {
                later.schedule(() -> ids.forEach(id -> cancel(tenant, id, closed)), ALONE_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException _) {
                // This server is being stopped: the client comes to another one.
            }
        };
    }

    private void cancel(String tenant, String id, Instant closed) {
        try {
            QueryOverview query = overviews.of(tenant, id).orElse(null);
            if (query != null && !query.isEnded() && !open.containsKey(id) && !submissions.wasAskedSince(id, closed)) {
                cancels.cancel(query, BY);
                LOG.info("query={} cancelled by disconnect", id);
            }
        } catch (RuntimeException e) {
            LOG.warn("query={} could not be cancelled though its client went away: {}", id, e.toString());
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
