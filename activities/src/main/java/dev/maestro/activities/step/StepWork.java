package dev.maestro.activities.step;

import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.Plan;
import dev.maestro.skills.prompts.PromptInput;
import java.util.List;

/**
 * A step that is to be done, with everything that was read for it.
 *
 * @param snapshot of the pinned revision
 * @param plan     that the step belongs to
 * @param step     its definition
 * @param query    whose step it is
 * @param earlier  recorded steps of the same turn that it may look at, in order of recording
 * @param input    what a prompt, a program or an evaluation is made from
 */
record StepWork(StepRequest request, RegistrySnapshot snapshot, Plan plan, Plan.Step step, QueryRow query, List<StepRow> earlier,
        PromptInput input) {
    StepWork {
        earlier = List.copyOf(earlier);
    }
}
