package dev.maestro.inference.generate;

import dev.maestro.core.errors.ErrorCode;

/** Lines that are no case for generation; the others go on. */
public enum CaseErrors implements ErrorCode {
    CASE_NOT_JSON("The line is no JSON. Write one case as a JSON object on one line."),
    CASE_INVALID("The line is JSON and no case: a field is missing, or has a value that does not fit. Correct what the message names."),
    CASE_TOO_LARGE("The pictures or texts of the case do not fit into memory. Make the pictures smaller, or give Java more memory."),
    CASE_ID_RESERVED("The id of the case means something else in the file of tensors. Give the case another id."),
    CASE_ID_TAKEN("Another case before has the same id, and tensors are named by it. Give every case an id of its own."),
    FIELD_UNSUPPORTED("The case has a field that is not supported and would change what is written. Leave it out."),
    MESSAGES_INVALID("The messages of the case do not have the form of a conversation. Correct the message that is named.");

    private final String meaning;

    CaseErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
