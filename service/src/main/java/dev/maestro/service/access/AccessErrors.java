package dev.maestro.service.access;

import dev.maestro.core.errors.ErrorCode;

/** Codes of who is not let in, and of what somebody may not do. */
public enum AccessErrors implements ErrorCode {
    KEY_MISSING("The request has no API key. Send one in the header Authorization, as a Bearer token that begins with sk-maestro."),
    KEY_UNKNOWN("The API key is none that lets in: it is not known, has expired, or was revoked. Send a valid one."),
    KEY_IN_ADDRESS(
            "An API key stands in the address, where logs and proxies would keep it. Send it in the header Authorization, and revoke it."),
    KEY_TRIES_EXCEEDED("Too many wrong API keys came from one address. Wait a minute, and send a valid one."),
    SCOPE_MISSING("The API key does not allow this. Ask with a key whose role has the scope that the message names.");

    private final String meaning;

    AccessErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
