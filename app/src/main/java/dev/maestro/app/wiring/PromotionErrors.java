package dev.maestro.app.wiring;

import dev.maestro.core.errors.ErrorCode;

/** Checkpoints that cannot be promoted, rolled back, or taken up. */
public enum PromotionErrors implements ErrorCode {
    PROMOTED_CHECKPOINT_MISSING("The folder of a checkpoint cannot be read where it was recorded. Put it back, or choose another one."),
    PROMOTED_CHECKPOINT_DIFFERS(
            "The files of a checkpoint are not those that were recorded. Put them back, or promote what lies there by its folder."),
    PROMOTION_CHECKPOINT_UNKNOWN("There is neither a training run nor a folder of this name. Give one of them."),
    PROMOTION_STEP_UNKNOWN("The training run has no checkpoint of this step, or none at all. Choose one that maestro training show lists."),
    PROMOTION_NEEDS_EVIDENCE(
            "Nothing compares the checkpoint with what serves. Give two evaluations with --evaluations, or a reason with --anyway."),
    PROMOTION_EVALUATIONS_UNFIT("The evaluations do not speak about the two checkpoints. Evaluate what serves and what shall serve."),
    PROMOTION_NOT_BETTER(
            "The evidence leaves it possible that the checkpoint is worse than what serves. Choose another one, play more tasks, or give a reason with --anyway."),
    PROMOTION_SERVES_ALREADY("This checkpoint serves already. There is nothing to do."),
    PROMOTION_OPTIONS_CONFLICT("Options of maestro policy promote exclude each other. The message says which to leave out."),
    ROLLBACK_IMPOSSIBLE("There is no promotion that could be undone. List them with maestro policy promotions.");

    private final String meaning;

    PromotionErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
