package dev.maestro.drawings;

import dev.maestro.core.errors.ErrorCode;

/** Drawings that cannot be drawn. */
public enum DrawingErrors implements ErrorCode {
    PICTURE_KIND_UNKNOWN("No generator draws pictures of this kind. Choose one of those that the message lists."),
    PICTURE_KIND_TWICE("Two generators draw pictures of the same kind. Give each kind one generator."),
    DRAWN_INCOMPLETE(
            "A generator drew no picture, or none with a question and an answer. This is a defect of the generator: report it with kind and seed.");

    private final String meaning;

    DrawingErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
