package dev.maestro.app.check;

import dev.maestro.core.errors.ErrorCode;

/** Codes of lines that `check` cannot answer; the other lines are answered all the same. */
public enum CheckErrors implements ErrorCode {
    LINE_NOT_JSON("The line is not one JSON object. Write one object on one line."),
    LINE_NOT_UTF8("The bytes of the line are not UTF-8 text. Convert the input to UTF-8."),
    LINE_TOO_LONG("The line has more bytes than are read. Check that the input has one object per line."),
    FIELD_MISSING("A field that must be there is missing. Add it with a value of the kind that the message names."),
    FIELD_INVALID("A field has a value of another type or range than is expected. Write one of the kind that the message names."),
    KIND_NOT_IN_PROFILE("The profile has nothing of this kind. Ask another kind, or use the other profile."),
    CHECK_FAILED("The program has a defect that this line shows. The log has the details: report it with them.");

    private final String meaning;

    CheckErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
