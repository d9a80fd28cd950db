package dev.maestro.activities;

import dev.maestro.core.Ordered;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A verdict with everything the workflow needs to act on it.
 *
 * @param plan    the leaf's plan; empty unless dispatched
 * @param setting what the plan's run can count on; empty unless dispatched
 * @param choices whom to ask, best first, by capability; the empty capability is the call's expert and its fallbacks
 */
public record Ruling(Verdict verdict, Optional<Plan> plan, Optional<PlanContext> setting, Map<String, List<StepCandidate>> choices) {
    public Ruling {
        choices = Ordered.copyOf(choices);
    }

    /**
     * An expert that may be asked.
     *
     * @param expectedMs     what a call is expected to take, by the record of its last calls, else by its row
     * @param totalTimeoutMs what a call may take
     */
    public record StepCandidate(String expert, long expectedMs, long totalTimeoutMs) {}
}
