package dev.maestro.service.http;

import dev.maestro.core.errors.ErrorCode;

/** The code by which a query's end is recorded, whichever part of the program it comes from. */
record RecordedReason(String name) implements ErrorCode {
    @Override
    public String meaning() {
        return "How a query ended, as its record says.";
    }
}
