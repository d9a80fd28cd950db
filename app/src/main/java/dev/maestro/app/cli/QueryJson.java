package dev.maestro.app.cli;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.workflows.query.QueryState;
import java.util.List;
import java.util.Optional;

/** Bodies of {@code --json} about one query. A change here changes a promise to scripts. */
final class QueryJson {
    private QueryJson() {}

    /** @param answer null while there is none */
    record State(
            String id, QueryStatus status, Optional<String> answer, String question, List<String> experts, List<String> skills,
            Optional<Long> registryRevision,
            int turns, int steps, String waiting, Optional<String> approval, String reason, String message,
            List<QueryState.Event> events) {}

    static State state(Audit audit, QueryStatus status, Optional<QueryState> live) {
        Optional<OutcomeRow> outcome = audit.outcomes().isEmpty() ? Optional.empty() : Optional.of(audit.outcomes().getLast());
        return new State(
                audit.query().id(), status, outcome.flatMap(OutcomeRow::answer), audit.query().question(),
                audit.steps().stream().map(StepRow::expert).filter(expert -> !expert.isEmpty()).distinct().toList(),
                audit.steps().stream().map(StepRow::leaf).distinct().toList(), audit.pin().map(PinRow::registryRevision),
                audit.turns().size(), audit.steps().size(), live.map(QueryState::waiting).orElse(""), live.flatMap(QueryState::approval),
                outcome.map(OutcomeRow::reason).orElse(""), outcome.map(OutcomeRow::message).orElse(""),
                live.map(QueryState::events).orElse(List.of()));
    }
}
