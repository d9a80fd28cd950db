package dev.maestro.workflows.query;

import dev.maestro.activities.QueryActivities.NoteRequest;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Lets people hold a query up: pause, resume, approval. Signals only set a state; the workflow's own thread checks it
 * before each new step, waits if it must, and records what happened.
 */
final class OperatorControl {
    /** Since this change the record says what a query waits for; queries that waited before say it to those alone who ask them. */
    private static final String RECORDED = "approval-recorded";

    private final QueryInput input;
    private final QueryProgress progress;
    private final Deadline deadline;
    private final QueryVisibility visibility;
    private final List<NoteRequest> notes = new ArrayList<>();
    private final SequencedMap<String, Boolean> approvals = new LinkedHashMap<>();
    private boolean paused;

    OperatorControl(QueryInput input, QueryProgress progress, Deadline deadline, QueryVisibility visibility) {
        this.input = input;
        this.progress = progress;
        this.deadline = deadline;
        this.visibility = visibility;
    }

    void pause(String by) {
        if (!paused) {
            paused = true;
            note(EventKind.PAUSED, by);
        }
    }

    void resume(String by) {
        if (paused) {
            paused = false;
            note(EventKind.RESUMED, by);
        }
    }

    void approve(QueryWorkflow.Approval approval) {
        approvals.put(approval.target(), approval.approved());
        note(approval.approved() ? EventKind.APPROVED : EventKind.DENIED, approval.target() + " by " + approval.by());
    }

    private void note(EventKind kind, String detail) {
        notes.add(new NoteRequest(input.id(), kind, detail));
        progress.event(kind, detail);
    }

    /** Names that were approved so far, in order. */
    List<String> approved() {
        return approvals.sequencedEntrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }

    /** Returns at once unless the query is paused; then when it is resumed. */
    void pass() {
        record();
        while (paused) {
            progress.status(QueryStatus.PAUSED);
            visibility.status(QueryStatus.PAUSED);
            deadline.excluding(() -> Workflow.await(() -> !paused));
            progress.status(QueryStatus.RUNNING);
            visibility.status(QueryStatus.RUNNING);
            record();
        }
    }

    /** Waits until a person has said yes or no about the target. */
    boolean isApproved(String target) {
        if (!approvals.containsKey(target)) {
            progress.awaitingApproval(Optional.of(target));
            progress.event(EventKind.AWAITING_APPROVAL, target);
            visibility.status(QueryStatus.AWAITING_APPROVAL);
            if (Workflow.getVersion(RECORDED, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
                ActivityStubs.query(EventKind.AWAITING_APPROVAL.wire(), deadline.left())
                        .note(new NoteRequest(input.id(), EventKind.AWAITING_APPROVAL, target));
            }
            deadline.excluding(() -> Workflow.await(() -> approvals.containsKey(target)));
            progress.awaitingApproval(Optional.empty());
            visibility.status(QueryStatus.RUNNING);
            record();
        }
        return approvals.getOrDefault(target, false);
    }

    private void record() {
        while (!notes.isEmpty()) {
            NoteRequest note = notes.removeFirst();
            ActivityStubs.query(note.kind().wire(), deadline.left()).note(note);
        }
    }
}
