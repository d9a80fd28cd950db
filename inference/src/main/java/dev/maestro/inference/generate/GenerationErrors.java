package dev.maestro.inference.generate;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.inference.engine.GenerationOutcome;

/** Cases that were understood and could not be generated. */
public enum GenerationErrors implements ErrorCode {
    GENERATION_OVERLOADED("Too many generations wait already. Send fewer at once."),
    GENERATION_TOO_LONG("The prompt is longer than the model or its memory has room for. Shorten it, or load the model with more memory."),
    GENERATION_OUT_OF_MEMORY("Memory ran out although nothing else uses it. Shorten the prompt, or load the model with more memory."),
    GENERATION_NOT_A_NUMBER("The scores of the model are not numbers. Check the checkpoint, or compute in another number format."),
    GENERATION_NO_TOKEN("What may be written and the vocabulary leave no token to write. Check that the tokenizer belongs to the model."),
    GENERATION_MODEL_FAILED("The model failed while it computed. The message and the log say why."),
    GENERATION_CLOSED("The engine was closed before the case was done. Run it again.");

    private final String meaning;

    GenerationErrors(String meaning) {
        this.meaning = meaning;
    }

    static GenerationErrors of(GenerationOutcome.Failure failure) {
        return switch (failure) {
            case OVERLOADED -> GENERATION_OVERLOADED;
            case TOO_LONG -> GENERATION_TOO_LONG;
            case OUT_OF_MEMORY -> GENERATION_OUT_OF_MEMORY;
            case NOT_A_NUMBER -> GENERATION_NOT_A_NUMBER;
            case NO_TOKEN -> GENERATION_NO_TOKEN;
            case MODEL_FAILED -> GENERATION_MODEL_FAILED;
            case CLOSED -> GENERATION_CLOSED;
        };
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
