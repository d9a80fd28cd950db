package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a step of a phase is about: tasks of training, and calls that were made before the policy begins. */
final class TaskDraws {
    private static final double FITTING_SKILL = 0.9;
    private static final int TRIES = 20;
    private static final double TOP_WHEN_SURE = 0.8;
    private static final double TOP_WHEN_NOT = 0.4;
    private static final double TYPOS = 0.8;
    /** Questions whose pieces come in any order. */
    private static final double SALADS = 0.5;

    private TaskDraws() {}

    /** @param first index of the first task among those of training */
    static List<OrchestraTask> tasks(OrchestraWorld world, Phase phase, SeededDraws draws, ReadingDrills drills, long first) {
        List<OrchestraTask> tasks = new ArrayList<>();
        for (int i = 0; i < phase.prompts(); i++) {
            TaskOptions options = TaskOptions.STANDARD.withTwoStepShare(phase.twoStep()).withPrice(draws.pick(phase.prices()));
            OrchestraTask task = world.task(OrchestraSplit.TRAIN, first + i, options);
            String question = draws.unit() < SALADS
                    ? drills.salad(task.operation(), task.subject(), TYPOS, draws)
                    : String.join(" ", ReadingDrills.spoil(Arrays.asList(task.question().split(" ")), TYPOS, draws));
            tasks.add(
                    new OrchestraTask(task.id(), task.split(), ReadingDrills.varied(task.panel(), draws), task.subject(), task.operation(),
                            question, task.price(), task.printed(), task.truth(), task.sureWhenWrong()));
        }
        return tasks;
    }

    /** A first call, mostly with the skill that fits. Some are drawn until the expert is sure, in tasks of one step the others until it is not. */
    static Move.Call firstCall(OrchestraTask task, Phase phase, SeededDraws draws) {
        boolean sure = draws.unit() < phase.sure();
        boolean any = !sure && task.operation().isTwoStep();
        Move.Call call = new Move.Call(0, 0, Optional.empty());
        for (int i = 0; i < TRIES; i++) {
            int expert = draws.below(task.panel().experts().size());
            if (draws.unit() < (sure ? TOP_WHEN_SURE : TOP_WHEN_NOT)) {
                List<Integer> top = IntStream.range(0, task.panel().experts().size()).filter(task::isBestExpert).boxed().toList();
                expert = draws.pick(top);
            }
            int skill = draws.unit() < FITTING_SKILL
                    ? task.panel().skillFor(task.operation().first())
                    : draws.below(task.panel().skills().size());
            call = new Move.Call(expert, skill, Optional.empty());
            if (any || Play.heard(task, call).sure() == sure) {
                break;
            }
        }
        return call;
    }
}
