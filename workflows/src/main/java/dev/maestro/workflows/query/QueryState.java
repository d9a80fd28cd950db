package dev.maestro.workflows.query;

import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import java.util.List;
import java.util.Optional;

/**
 * The state of a query, as the workflow's query method returns it.
 *
 * @param turn      turn under way, from 1; 0 before the first
 * @param waiting   what it waits for just now, one sentence, e.g. {@code policy}, {@code Chart-R1 · answer}
 * @param approval  expert or skill that a person must approve
 * @param events    what happened so far, oldest first: what {@code ask --follow} prints
 */
public record QueryState(String id, QueryStatus status, int turn, String waiting, Optional<String> approval, List<Event> events) {
    public QueryState {
        events = List.copyOf(events);
    }

    /**
     * @param text one line for people
     */
    public record Event(int turn, EventKind kind, String text, long atMillis) {}
}
