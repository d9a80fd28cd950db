package dev.maestro.service.queries;

import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.query.QueryInput;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the workflows of queries that were accepted: at once, and, for what a server left behind that died or could not reach the
 * engine, again and again. Any number of servers may do it, since starting twice starts once. Thread-safe.
 */
public final class QueryStarts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryStarts.class);
    /** Whoever accepted it has surely tried by then. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(3);
    private static final long EVERY_MS = 1_000;
    /** How often places that became free are given to who waits. */
    private static final long PLACES_MS = 250;
    private static final int AT_ONCE = 200;

    private final Submissions submissions;
    private final QueryHistory history;
    private final Queries queries;
    private final InstantSource clock;
    private final ScheduledExecutorService sweeper = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("query-starts").daemon().factory());

    public QueryStarts(Submissions submissions, QueryHistory history, Queries queries, InstantSource clock) {
        this.submissions = submissions;
        this.history = history;
        this.queries = queries;
        this.clock = clock;
        sweeper.scheduleWithFixedDelay(this::sweep, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
        sweeper.scheduleWithFixedDelay(this::release, PLACES_MS, PLACES_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts the query's workflow. When that fails the query is accepted all the same: it begins when the engine can be reached.
     *
     * @return whether it was started
     */
    boolean start(QueryRow query) {
        try {
            queries.submit(
                    new QueryInput(query.id(), query.question(), query.images(), query.profile(), query.policy(), query.limits(), 0));
            submissions.started(query.id(), clock.instant());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("query={} is accepted and could not be started yet: {}", query.id(), e.toString());
            return false;
        }
    }

    private void sweep() {
        try {
            for (String id : submissions.notStarted(clock.instant().minus(LEFT_BEHIND), AT_ONCE)) {
                QueryRow row = history.query(id).orElse(null);
                if (row != null && !start(row)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.info("queries that wait for their start cannot be looked for just now: {}", e.toString());
        }
    }

    private void release() {
        try {
            for (String tenant : submissions.tenantsThatWait()) {
                for (String id : submissions.release(tenant)) {
                    history.query(id).ifPresent(this::start);
                }
            }
        } catch (RuntimeException e) {
            LOG.info("places cannot be given to waiting queries just now: {}", e.toString());
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
