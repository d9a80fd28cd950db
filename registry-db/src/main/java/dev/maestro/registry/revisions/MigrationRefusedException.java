package dev.maestro.registry.revisions;

/** A migration file was refused and nothing of it was kept; the message names the file and what is wrong in it. */
public final class MigrationRefusedException extends RuntimeException {
    private final String file;

    MigrationRefusedException(String file, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super("MIGRATION_REFUSED: " + file + ": " + message, cause);
        this.file = file;
    }

    public String file() {
        return file;
    }
}
