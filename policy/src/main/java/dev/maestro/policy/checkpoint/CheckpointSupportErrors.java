package dev.maestro.policy.checkpoint;

import dev.maestro.core.errors.ErrorCode;

/** What keeps a checkpoint from being looked at or held, before anything of it is read. */
public enum CheckpointSupportErrors implements ErrorCode {
    MODEL_MISSING("The path that should be a checkpoint is no folder. Give the folder of a published checkpoint."),
    MODEL_SUPPORT_MISSING(
            "This process was started without a library that checkpoints need. Start the program with all of its jars, without MAESTRO_SLIM.");

    private final String meaning;

    CheckpointSupportErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
