package dev.maestro.activities;

import java.time.Duration;

/** Queries on the server, as an evaluation sees them. Thread-safe. */
public interface RunningQueries {
    enum Ending { ENDED, RUNNING, UNKNOWN }

    /** Waits at most so long. */
    Ending await(String queryId, Duration timeout);

    /** Asks it to stop; nothing happens when it does not run. */
    void cancel(String queryId);
}
