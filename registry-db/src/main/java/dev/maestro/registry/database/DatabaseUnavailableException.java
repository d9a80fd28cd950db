package dev.maestro.registry.database;

import dev.maestro.core.errors.MaestroException;

/** The database could not be reached, or gave up a transaction that may succeed when tried again. */
public final class DatabaseUnavailableException extends MaestroException {
    private static final long serialVersionUID = 1L;

    /** @param reason without a code */
    public DatabaseUnavailableException(String reason, Throwable cause) {
        this(DatabaseErrors.DATABASE_UNAVAILABLE, reason, cause);
    }

    DatabaseUnavailableException(DatabaseErrors code, String reason, Throwable cause) {
        super(code, reason, cause);
    }
}
