package dev.maestro.service.admin;

import dev.maestro.core.errors.ErrorCode;

/** Codes of what administrators name and there is not. */
public enum AdminErrors implements ErrorCode {
    TENANT_UNKNOWN("There is no tenant of this name. Choose one of the nearest, or make it with POST /v1/admin/tenants."),
    KEY_ID_UNKNOWN("There is no API key of this id. List them with GET /v1/admin/keys.");

    private final String meaning;

    AdminErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
