package dev.maestro.inference.qwen;

import dev.maestro.core.errors.ErrorCode;

/** Calls that a loaded model refuses. */
public enum SequenceErrors implements ErrorCode {
    MODEL_BLIND("The model sees no images. Leave them out, or use a qwen3_vl checkpoint."),
    SEQUENCE_CAPACITY_INVALID("A sequence was asked for without room for a token. Ask for at least one."),
    SEQUENCE_FORK_INVALID(
            "A sequence cannot be forked at this token or with this room. Fork within its length, with room for what is copied."),
    SEQUENCE_FOREIGN("The sequence is closed, or belongs to another model. Open one of this model."),
    SEQUENCE_FULL("The sequence has no room for more tokens. Open it larger, or fork it into a larger one."),
    IMAGE_MISPLACED("The features of an image do not fit where they were put. This is a defect of the program: report it with its log."),
    DECODE_INVALID(
            "A decoding step needs one token for each sequence, and each sequence once. This is a defect of the program: report it with its log."),
    TOKEN_OUT_OF_RANGE("A token is none of the vocabulary. Give ids in the range that the message names.");

    private final String meaning;

    SequenceErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
