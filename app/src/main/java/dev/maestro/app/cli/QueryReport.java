package dev.maestro.app.cli;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.workflows.query.QueryState;
import java.time.Duration;
import java.util.Optional;

/** One query on the terminal: its answer or state, its trajectory, and where to look further. */
final class QueryReport {
    private QueryReport() {}

    static void print(Terminal terminal, Audit audit, QueryStatus status, Optional<QueryState> live) {
        var out = terminal.out();
        if (audit.outcomes().isEmpty()) {
            out.println(terminal.bold(status.wire())
                    + live.filter(state -> !state.waiting().isEmpty()).map(state -> ", waiting for " + state.waiting()).orElse(""));
            live.flatMap(QueryState::approval).ifPresent(target -> out
                    .println("needs a person: maestro queries approve " + audit.query().id() + "   (or --refuse) for " + target));
        } else {
            var outcome = audit.outcomes().getLast();
            outcome.answer().ifPresentOrElse(
                    answer -> out.println(terminal.bold(Wordings.safe(answer))),
                    () -> out.println(
                            terminal.bad(status.wire()) + ": " + Wordings.reasoned(outcome.reason(), Wordings.safe(outcome.message()))));
        }
        out.println();
        new TrajectoryText(terminal).lines(audit).forEach(out::println);
        out.println();
        out.println(terminal.faint(summary(audit)));
        out.println(terminal.faint("everything about it: maestro history show " + audit.query().id()));
    }

    private static String summary(Audit audit) {
        long tokens = audit.steps().stream().mapToLong(step -> step.inputTokens() + step.outputTokens()).sum()
                + audit.turns().stream().mapToLong(turn -> turn.decision().inputTokens() + turn.decision().outputTokens()).sum();
        long micros = audit.steps().stream().mapToLong(StepRow::costMicros).sum()
                + audit.turns().stream().mapToLong(turn -> turn.decision().costMicros()).sum();
        String time = audit.outcomes().isEmpty()
                ? ""
                : " in " + Wordings.millis(Duration.between(audit.query().acceptedAt(), audit.outcomes().getLast().at()).toMillis());
        return "query " + audit.query().id() + ": " + Wordings.count(audit.turns().size(), "turn") + ", "
                + Wordings.count(audit.steps().size(), "step") + time + ", "
                + Wordings.count(tokens, "token") + ", " + Wordings.cost(micros)
                + audit.pin().map(PinRow::registryRevision).map(revision -> ", registry revision " + revision).orElse("") + ", policy "
                + audit.query().policy();
    }
}
