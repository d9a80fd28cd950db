package dev.maestro.workflows.query;

import java.util.List;
import java.util.Optional;

/**
 * A query as it stands: what the workflow's query method returns.
 *
 * @param status    {@code running}, {@code paused}, {@code awaiting_approval}, {@code answered}, {@code failed} or {@code cancelled}
 * @param turn      turn under way, from 1; 0 before the first
 * @param waiting   what it waits for just now, one sentence, e.g. {@code policy}, {@code Chart-R1 · answer}
 * @param approval  expert or skill that a person must approve
 * @param events    what happened so far, oldest first: what {@code ask --follow} prints
 */
public record QueryState(String id, String status, int turn, String waiting, Optional<String> approval, List<Event> events) {
    public QueryState {
        events = List.copyOf(events);
    }

    /**
     * @param kind {@code pinned}, {@code called}, {@code refused}, {@code dispatched}, {@code step}, {@code observed}, {@code failed}, {@code answered}, {@code paused}, {@code resumed}
     * @param text one line for people
     */
    public record Event(int turn, String kind, String text, long atMillis) {}
}
