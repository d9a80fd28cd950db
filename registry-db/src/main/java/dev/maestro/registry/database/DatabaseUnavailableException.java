package dev.maestro.registry.database;

/** The database could not be reached, or gave up a transaction that may succeed when tried again. */
public final class DatabaseUnavailableException extends RuntimeException {
    public DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
