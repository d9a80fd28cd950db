package dev.maestro.service.http;

import dev.maestro.core.errors.ErrorCode;

/** What keeps the HTTP service from starting. */
public enum ServerErrors implements ErrorCode {
    ADDRESS_IN_USE(
            "The HTTP service cannot listen at its address: another program does, or the address is none of this machine. Choose another http.port or http.host."),
    HTTP_NEEDS_KEYS(
            "The HTTP service would let everybody in at an address that other machines reach. Set http.auth to keys, or http.host to 127.0.0.1.");

    private final String meaning;

    ServerErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
