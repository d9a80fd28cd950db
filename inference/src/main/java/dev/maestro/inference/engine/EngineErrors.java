package dev.maestro.inference.engine;

import dev.maestro.core.errors.ErrorCode;

/** What the engine and its models do not take. */
public enum EngineErrors implements ErrorCode {
    ENGINE_SETTINGS_INVALID("A bound of the engine is not positive. Correct the one that the message names."),
    GENERATION_INVALID("A generation was asked for that can write nothing. Allow at least one token, and leave empty stop strings out."),
    SAMPLING_INVALID("A setting of the sampling is outside its range. Correct it to the range that the message names."),
    PROMPT_SPAN_INVALID(
            "A stretch of a prompt has no tokens, or not three rows of as many positions. This is a defect of the program: report it with its log."),
    PIXEL_PATCHES_INVALID(
            "The patches of an image do not have the shape that the model reads. Process the image with the settings of the same checkpoint."),
    MODEL_MEMORY_FULL(
            "The memory for a sequence cannot be had just now. Wait for other sequences to end, ask for fewer tokens, or load the model with more memory.");

    private final String meaning;

    EngineErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
