package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a step of a phase is about: tasks of training, and calls that were made before the policy begins. */
final class TaskDraws {
    private static final double FITTING_SKILL = 0.9;
    private static final int TRIES = 20;

    private TaskDraws() {}

    /** @param first index of the first task among those of training */
    static List<OrchestraTask> tasks(OrchestraWorld world, Phase phase, SeededDraws draws, long first) {
        List<OrchestraTask> tasks = new ArrayList<>();
        for (int i = 0; i < phase.prompts(); i++) {
            TaskOptions options = TaskOptions.STANDARD.withTwoStepShare(phase.twoStep()).withPrice(draws.pick(phase.prices()));
            OrchestraTask task = world.task(OrchestraSplit.TRAIN, first + i, options);
            String question = String.join(" ", ReadingDrills.spoil(Arrays.asList(task.question().split(" ")), phase.typos(), draws));
            tasks.add(new OrchestraTask(task.id(), task.split(), task.panel(), task.subject(), task.operation(), question, task.price(),
                    task.printed(), task.truth(), task.sureWhenWrong()));
        }
        return tasks;
    }

    /** A first call by anybody, mostly with the skill that fits; some are drawn until the expert says it is sure. */
    static Move.Call firstCall(OrchestraTask task, Phase phase, SeededDraws draws) {
        boolean wanted = draws.unit() < phase.sure();
        Operation fitting = task.operation().first();
        Move.Call call = null;
        for (int i = 0; i < TRIES; i++) {
            int expert = draws.below(task.panel().experts().size());
            int skill = draws.unit() < FITTING_SKILL ? task.panel().skillFor(fitting) : draws.below(task.panel().skills().size());
            call = new Move.Call(expert, skill, Optional.empty());
            if (!wanted || Play.heard(task, call).sure()) {
                break;
            }
        }
        return call;
    }
}
