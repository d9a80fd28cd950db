package dev.maestro.activities.step;

import dev.maestro.activities.TemporalFailures;
import dev.maestro.core.query.StepKind;

/** Chooses the runner for a kind of step. */
public final class StepRunners {
    private final AskingStep asking;
    private final DrawBoxesStep boxes;
    private final CodeStep code;

    public StepRunners(AskingStep asking, DrawBoxesStep boxes, CodeStep code) {
        this.asking = asking;
        this.boxes = boxes;
        this.code = code;
    }

    StepRunner of(StepKind kind) {
        return switch (kind) {
            case READ_TEXT, DETECT, CAPTION, ZOOM, ASK, CLASSIFY, VERIFY -> asking;
            case DRAW_BOXES -> boxes;
            case EVALUATE -> new EvaluatingStep();
            case RUN_CODE -> code;
            case REPEAT -> (work, _) -> {
                throw TemporalFailures.invalid("step " + work.request().call().id() + " is a repeat, which only has steps of its own");
            };
        };
    }
}
