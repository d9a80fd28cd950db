package dev.maestro.experts.openai;

import dev.maestro.core.errors.MaestroException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Obtains keys by reference and reads them again for each call, so that a changed key needs no restart. No record, log
 * or message holds a key.
 */
public final class Credentials {
    private final Function<String, Optional<String>> environment;

    public Credentials(Map<String, String> environment) {
        this.environment = name -> Optional.ofNullable(environment.get(name));
    }

    /** From the environment of this process and its files. */
    public static Credentials ofProcess() {
        return new Credentials(System.getenv());
    }

    /**
     * @param reference {@code env:NAME} or {@code file:PATH}
     * @throws UnresolvedException when nothing usable is there
     */
    public String resolve(String reference) {
        String key = switch (reference) {
            case String r when r.startsWith("env:") -> environment.apply(r.substring(4)).orElse("");
            case String r when r.startsWith("file:") -> read(r);
            default -> throw new UnresolvedException(CredentialErrors.CREDENTIAL_REFERENCE,
                    "the credential reference has no known form. Write env:NAME or file:PATH");
        };
        String stripped = key.strip();
        if (stripped.isEmpty()) {
            throw new UnresolvedException(CredentialErrors.CREDENTIAL_MISSING, "the credential " + reference + " resolves to nothing. "
                    + (reference.startsWith("env:") ? "Set that variable for the worker" : "Put the key into that file"));
        }
        if (stripped.chars().anyMatch(c -> c <= 32 || c > 126)) {
            throw new UnresolvedException(CredentialErrors.CREDENTIAL_UNUSABLE,
                    "the credential " + reference + " holds characters that no key has (spaces, line breaks or non-ASCII)");
        }
        return stripped;
    }

    private static String read(String reference) {
        try {
            return Files.readString(Path.of(reference.substring(5)));
        } catch (IOException | RuntimeException e) {
            throw new UnresolvedException(CredentialErrors.CREDENTIAL_MISSING,
                    "the credential " + reference + " cannot be read (" + e.getClass().getSimpleName()
                            + "). Check the path and the worker's permissions");
        }
    }

    /** A reference that leads to no usable key; the reason names the reference and the fix. */
    public static final class UnresolvedException extends MaestroException {
        private static final long serialVersionUID = 1L;

        UnresolvedException(CredentialErrors code, String reason) {
            super(code, reason);
        }
    }
}
