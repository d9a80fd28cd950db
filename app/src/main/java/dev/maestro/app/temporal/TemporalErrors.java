package dev.maestro.app.temporal;

import dev.maestro.core.errors.ErrorCode;

/** Codes of why no Temporal server can be used. */
public enum TemporalErrors implements ErrorCode {
    TEMPORAL_UNAVAILABLE(
            "No Temporal server answers at the address, or it gave up. Start that server, correct temporal.address, or remove it to have our own."),
    TEMPORAL_BINARY_MISSING(
            "There is no temporal program, and none could be fetched. Install it, or set temporal.binary or temporal.address."),
    TEMPORAL_BINARY_UNUSABLE(
            "The program that temporal.binary names is not a temporal program of version 1.3 or newer. Correct the path, or remove the setting."),
    TEMPORAL_START_FAILED("Our own Temporal server does not start. The message shows the end of its log."),
    TEMPORAL_TLS_UNUSABLE(
            "A certificate or key of temporal.tls cannot be read. Give PEM files, and a PKCS #8 key without a password."),
    PORT_IN_USE("Another program listens on a port that is set. Choose another port, or 0 for any free one."),
    NO_FREE_PORT("The machine gives no free port on 127.0.0.1. Check its limits and whether listening is allowed.");

    private final String meaning;

    TemporalErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
