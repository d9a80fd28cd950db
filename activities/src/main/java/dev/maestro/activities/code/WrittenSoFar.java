package dev.maestro.activities.code;

import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.core.query.StepKind;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.Plan;
import dev.maestro.skills.StepCall;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the steps of a turn have written so far, as a run_code step sees it. */
public final class WrittenSoFar {
    private final Plan plan;
    private final Plan.Step step;
    private final StepCall call;
    private final List<StepRow> earlier;
    private final RecordedTexts texts;

    /** @param round of its repeat, 0 outside */
    record Reply(String step, int round, String text) {}

    public WrittenSoFar(Plan plan, Plan.Step step, StepCall call, List<StepRow> earlier, RecordedTexts texts) {
        this.plan = plan;
        this.step = step;
        this.call = call;
        this.earlier = List.copyOf(earlier);
        this.texts = texts;
    }

    /** Replies of the experts that the step needs, of every round so far, oldest first. */
    List<Reply> all() {
        return earlier.stream()
                .filter(row -> step.needs().contains(id(row)) && asks(id(row)))
                .map(row -> new Reply(id(row), round(row), texts.read(row.reply())))
                .sorted(Comparator.comparingInt(Reply::round))
                .toList();
    }

    /** Those of the present round, or of no round. */
    List<Reply> replies() {
        return all().stream().filter(reply -> reply.round() == 0 || reply.round() == call.round()).toList();
    }

    Optional<Reply> newest() {
        return replies().stream().reduce((_, last) -> last);
    }

    /** The newest reading of tests before the rounds of this step began. */
    Optional<StepRow> testsRead() {
        return earlier.stream().filter(row -> readsTests(id(row)) && !besides(id(row))).reduce((_, last) -> last);
    }

    /** The reading of this round, where a test was doubted. */
    Optional<StepRow> testsReadAgain() {
        return earlier.stream().filter(row -> readsTests(id(row)) && besides(id(row)) && round(row) == call.round())
                .reduce((_, last) -> last);
    }

    /** What the same step made of it in the round before. */
    Optional<StepRow> before() {
        return earlier.stream().filter(row -> id(row).equals(step.id()) && round(row) < call.round())
                .max(Comparator.comparingInt(WrittenSoFar::round));
    }

    /** Whether a step belongs to the same repeat. */
    private boolean besides(String id) {
        return plan.steps().stream()
                .anyMatch(outer -> outer.repeat().contains(step) && outer.repeat().stream().anyMatch(inner -> inner.id().equals(id)));
    }

    private boolean asks(String id) {
        return definition(id).map(each -> each.kind() == StepKind.ASK || each.kind() == StepKind.VERIFY).orElse(false);
    }

    private boolean readsTests(String id) {
        return definition(id)
                .map(each -> each.kind() == StepKind.RUN_CODE && each.parameters().getOrDefault("mode", "").equals("read_tests"))
                .orElse(false);
    }

    private Optional<Plan.Step> definition(String id) {
        return plan.steps().stream()
                .flatMap(outer -> java.util.stream.Stream.concat(java.util.stream.Stream.of(outer), outer.repeat().stream()))
                .filter(each -> each.id().equals(id)).findFirst();
    }

    private static String id(StepRow row) {
        return row.call().step();
    }

    private static int round(StepRow row) {
        return row.call().round();
    }
}
