package dev.maestro.service.approvals;

import dev.maestro.core.errors.ErrorCode;

/** Codes of approvals that cannot be given. */
public enum ApprovalErrors implements ErrorCode {
    APPROVAL_UNKNOWN("There is no approval of this id, or it belongs to somebody else. List them with GET /v1/approvals."),
    APPROVAL_ALREADY_DECIDED("Somebody has decided about this already, and the first word counts. The message says who and how.");

    private final String meaning;

    ApprovalErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
