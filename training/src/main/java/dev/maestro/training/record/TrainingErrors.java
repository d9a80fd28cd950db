package dev.maestro.training.record;

import dev.maestro.core.errors.ErrorCode;

/** What the trainer refuses, and what stops it. */
public enum TrainingErrors implements ErrorCode {
    TRAJECTORY_INVALID(
            "The record of a trajectory contradicts itself. Nothing can be learned from it; correct what writes the record."),
    DECISION_INVALID("A recorded decision contradicts the ids around it. Correct what writes the record."),
    GROUP_INVALID("The trajectories of a group do not belong together. Give those that go on from one prompt, with one group id."),
    TRAINING_SETTING_INVALID("A setting of the training is outside its range. The message names the range."),
    TRAINING_PROFILE_UNKNOWN("No profile of training settings is named so. Write one of those that the message lists."),
    TRAINING_BATCH_INVALID("A batch of examples cannot be computed. Correct what the message names."),
    TRAINING_MEMORY_TOO_SMALL(
            "Weights, moments, gradients and activations do not fit into memory. Use smaller micro-batches, a smaller model, or more memory."),
    TRAINING_STATE_INVALID("The stored state of the training cannot be used. Use one that this trainer wrote for the same model."),
    TRAINING_NOT_FINITE("A loss, a gradient or a weight is no finite number. The step was not taken; go back to an earlier checkpoint."),
    TRAINING_RUN_UNKNOWN("No training run of this name is on record. List those that are with maestro training list."),
    TRAINING_DATA_MISSING("The questions of a run are not on record. Go on with the run, which takes them in."),
    DEMONSTRATIONS_INVALID("A file of demonstrations, or a line of it, cannot be learned from. Correct what the message names."),
    TRAINING_ASKING_ENDED(
            "The queries of a step ended without all of their results. The step is taken again, and asks only what is missing."),
    TRAINING_BUSY("Another process trains this run. Wait for it to end, or end it."),
    TRAINING_WRITE_FAILED("A checkpoint or state could not be written. Check the folder's permissions and the space on the disk."),
    PROPENSITY_MISSING(
            "The record does not say how likely a recorded decision was. Nothing can be estimated from it; take a run that recorded it."),
    ESTIMATE_IMPOSSIBLE("The record is not enough for an estimate. The message says what is missing."),
    ROLLOUT_INVALID("What drives a rollout asked for something impossible. Correct the world that drives it.");

    private final String meaning;

    TrainingErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
