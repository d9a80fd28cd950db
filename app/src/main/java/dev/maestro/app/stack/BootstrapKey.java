package dev.maestro.app.stack;

import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.registry.access.ApiKey;
import dev.maestro.registry.access.ApiKeys;
import dev.maestro.service.access.KeySecret;
import dev.maestro.service.access.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/** The first API key of a stack: an administrator's, kept in a file that its owner alone can read. */
public final class BootstrapKey {
    private static final String TENANT = "default";

    private BootstrapKey() {}

    /** Where the key lies. */
    public static Path file(Path home) {
        return home.resolve("run").resolve("api.key");
    }

    /**
     * A key for this occasion: a fresh one each time, and the one of the occasion before lets nobody in any more.
     *
     * @param occasion what the key is called
     */
    public static KeySecret renew(ApiKeys keys, Path home, String occasion) {
        Instant now = Instant.now();
        keys.revokeNamed(TENANT, occasion, now);
        return make(keys, home, occasion, now);
    }

    /** A key when there is none that lets in; so that whoever starts a server of an empty database comes in. */
    public static Optional<KeySecret> ifNone(ApiKeys keys, Path home) {
        Instant now = Instant.now();
        if (keys.list(TENANT).stream().anyMatch((ApiKey key) -> key.isValid(now) && key.role().equals(Role.ADMIN.wire()))) {
            return Optional.empty();
        }
        return Optional.of(make(keys, home, "bootstrap", now));
    }

    private static KeySecret make(ApiKeys keys, Path home, String name, Instant now) {
        KeySecret key = KeySecret.fresh();
        write(file(home), key.written());
        keys.add(key.row(name, TENANT, Role.ADMIN, System.getProperty("user.name", "someone"), now, Optional.empty()));
        return key;
    }

    /** The file is never there with other rights, not for a moment. */
    private static void write(Path file, String key) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling("api.key.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, key + System.lineSeparator());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            throw Problem.infrastructure(ProgramErrors.HOME_NOT_WRITABLE,
                    "cannot write " + file + ": " + e.getMessage() + ". Free space or set MAESTRO_HOME.", e);
        }
    }
}
