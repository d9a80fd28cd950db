package dev.maestro.service.queries;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.workflows.client.Queries;
import java.time.InstantSource;
import java.util.Map;

/** Ends queries before their time. Thread-safe. */
public final class QueryCancels {
    private final Submissions submissions;
    private final QueryHistory history;
    private final Queries queries;
    private final QueryStarts starts;
    private final InstantSource clock;

    public QueryCancels(Submissions submissions, QueryHistory history, Queries queries, QueryStarts starts, InstantSource clock) {
        this.submissions = submissions;
        this.history = history;
        this.queries = queries;
        this.starts = starts;
        this.clock = clock;
    }

    /**
     * Cancels the query; one that waits for a place ends at once.
     *
     * @param by who wants it, for the record
     * @return false when it is cancelled already
     * @throws MaestroException {@code NOT_STEERABLE} when it ended otherwise
     */
    public boolean cancel(QueryOverview query, String by) {
        if (query.status().equals(QueryStatus.CANCELLED.wire())) {
            return false;
        }
        requireRunning(query, "cancelled");
        if (submissions.withdraw(query.id(), by, clock.instant())) {
            return true;
        }
        begin(query);
        queries.cancel(query.id());
        history.recordEvent(new EventRow(query.id(), EventKind.CANCEL_REQUESTED, by, clock.instant()));
        return true;
    }

    /** What is accepted and waits for its workflow has one from now on: only that can be steered. */
    void begin(QueryOverview query) {
        if (query.status().equals("queued")) {
            history.query(query.id()).ifPresent(starts::start);
        }
    }

    static void requireRunning(QueryOverview query, String done) {
        if (query.isEnded()) {
            throw new MaestroException(ApiErrors.NOT_STEERABLE,
                    "query " + query.id() + " is " + query.status() + ", and only one that runs can be " + done + ".",
                    Map.of("query_id", query.id(), "status", query.status()), null);
        }
    }
}
