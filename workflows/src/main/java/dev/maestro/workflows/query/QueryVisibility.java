package dev.maestro.workflows.query;

import dev.maestro.core.query.QueryStatus;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attributes by which the Temporal UI can filter queries. Each update costs the server a write, so the revision is
 * written only when the query is about to wait for something, or at its end: a query of short steps is over before
 * anybody could have filtered for it.
 */
final class QueryVisibility {
    private Optional<Long> untoldRevision = Optional.empty();

    void pinned(long revision) {
        untoldRevision = Optional.of(revision);
    }

    /** Before anything that takes long: a regular activity, a wait for a person. */
    void beforeWaiting() {
        if (untoldRevision.isPresent()) {
            update(List.of());
        }
    }

    void status(QueryStatus status) {
        update(List.of(SearchAttributeKeys.STATUS.valueSet(status.wire())));
    }

    void ended(QueryStatus status, List<String> experts, List<String> leaves) {
        update(List.of(SearchAttributeKeys.STATUS.valueSet(status.wire()),
                SearchAttributeKeys.EXPERT.valueSet(experts),
                SearchAttributeKeys.SKILL.valueSet(leaves)));
    }

    private void update(List<SearchAttributeUpdate<?>> updates) {
        List<SearchAttributeUpdate<?>> all = new ArrayList<>(updates);
        untoldRevision.ifPresent(revision -> all.add(SearchAttributeKeys.REVISION.valueSet(revision)));
        untoldRevision = Optional.empty();
        Workflow.upsertTypedSearchAttributes(all.toArray(SearchAttributeUpdate<?>[]::new));
    }
}
