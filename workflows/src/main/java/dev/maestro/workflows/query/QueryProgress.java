package dev.maestro.workflows.query;

import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.workflows.query.QueryState.Event;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a running query says about itself. It is workflow state: only workflow threads touch it. */
final class QueryProgress {
    /** Enough for every query within the turn limits; older events are in the history. */
    private static final int MOST_EVENTS = 200;

    private final String id;
    private final List<Event> events = new ArrayList<>();
    private QueryStatus status = QueryStatus.RUNNING;
    private int turn;
    private String waiting = "";
    private Optional<String> approval = Optional.empty();

    QueryProgress(String id) {
        this.id = id;
    }

    void turn(int number) {
        turn = number;
    }

    void waiting(String what) {
        waiting = what;
    }

    void status(QueryStatus now) {
        status = now;
    }

    void awaitingApproval(Optional<String> target) {
        approval = target;
        status = target.isPresent() ? QueryStatus.AWAITING_APPROVAL : QueryStatus.RUNNING;
    }

    void event(EventKind kind, String text) {
        if (events.size() < MOST_EVENTS) {
            events.add(new Event(turn, kind, text, Workflow.currentTimeMillis()));
        }
        Workflow.setCurrentDetails(markdown());
    }

    QueryState state() {
        return new QueryState(id, status, turn, waiting, approval, events);
    }

    /** What the Temporal UI shows as the workflow's current details. */
    private String markdown() {
        StringBuilder text = new StringBuilder("**").append(status).append("**\n\n");
        for (Event event : events) {
            text.append("* turn ").append(event.turn()).append(" · ").append(event.kind()).append(": ").append(event.text()).append('\n');
        }
        return text.toString();
    }
}
