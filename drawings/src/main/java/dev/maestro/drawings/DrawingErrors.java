package dev.maestro.drawings;

import dev.maestro.core.errors.ErrorCode;

/** Codes of drawings that cannot be made. */
public enum DrawingErrors implements ErrorCode {
    PICTURE_KIND_UNKNOWN("No generator makes drawings of this kind. Choose one of those that the message lists."),
    PICTURE_KIND_TWICE("Two generators make drawings of the same kind. Give each kind one generator."),
    DRAWN_INCOMPLETE(
            "A generator made no drawing, or none with a question and an answer. This is a defect of the generator: report it with kind and seed.");

    private final String meaning;

    DrawingErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
