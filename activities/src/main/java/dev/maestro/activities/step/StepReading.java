package dev.maestro.activities.step;

import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.pinned.Plans;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.Plan;
import dev.maestro.skills.prompts.EarlierStep;
import dev.maestro.skills.prompts.PromptInput;
import java.util.List;

/** Reads everything that a step needs: the pinned plan, the query, and what the turn's earlier steps have found. Thread-safe. */
public final class StepReading {
    private final Plans plans;
    private final QueryHistory history;
    private final RecentRows recent;
    private final RecordedTexts texts;

    public StepReading(Plans plans, QueryHistory history, RecentRows recent, RecordedTexts texts) {
        this.plans = plans;
        this.history = history;
        this.recent = recent;
        this.texts = texts;
    }

    StepWork of(StepRequest request) {
        RegistrySnapshot snapshot = plans.snapshot(request.registryRevision());
        Plan plan = plans.plan(snapshot, request.leaf(), request.profile());
        Plan.Step step = plan.step(request.call().step())
                .orElseThrow(() -> TemporalFailures.invalid("skill " + request.leaf() + " has no step " + request.call().step()));
        QueryRow query = recent.query(request.queryId())
                .orElseThrow(() -> TemporalFailures.broken("query " + request.queryId() + " is not in the history"));
        boolean looksBack = !step.needs().isEmpty() || request.call().round() > 0;
        List<StepRow> earlier = looksBack ? history.steps(request.queryId(), request.turn()) : List.of();
        return new StepWork(request, snapshot, plan, step, query, earlier, input(request, query, earlier));
    }

    private PromptInput input(StepRequest request, QueryRow query, List<StepRow> earlier) {
        List<EarlierStep> done = earlier.stream()
                .map(row -> new EarlierStep(row.call(), texts.read(row.reply()), row.value(), row.result())).toList();
        return new PromptInput(query.question(), request.input(), query.images().size(), request.routed(), done);
    }
}
