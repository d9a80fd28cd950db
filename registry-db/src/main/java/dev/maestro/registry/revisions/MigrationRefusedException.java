package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A migration file was refused and nothing of it was kept; the message names the file and what is wrong in it. */
public final class MigrationRefusedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    private final String file;

    /** @param file its name, and the line where that is known */
    MigrationRefusedException(String file, String reason, @Nullable Throwable cause) {
        super(RevisionErrors.MIGRATION_REFUSED, file + ": " + reason, Map.of("file", file), cause);
        this.file = file;
    }

    public String file() {
        return file;
    }
}
