package dev.maestro.activities.step;

import dev.maestro.activities.record.StepOutput;
import dev.maestro.skills.scenes.Scenes;

/** The evaluate step: it works out a program over an inventory, both taken from earlier replies. */
final class EvaluatingStep implements StepRunner {
    @Override
    public StepEnd run(StepWork work, StepAttempt attempt) {
        Scenes.Worked worked = Scenes.evaluate(work.step(), work.input().earlier());
        return new StepEnd.Made(new StepOutput(worked.text(), worked.value(), worked.json()));
    }
}
