package dev.maestro.images.lettering;

import dev.maestro.core.errors.ErrorCode;

/** Codes of what keeps text from being drawn. */
public enum LetteringErrors implements ErrorCode {
    FONT_MISSING("A font file of our own is not on the class path, so no text can be drawn. Run the program as it was built.");

    private final String meaning;

    LetteringErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
