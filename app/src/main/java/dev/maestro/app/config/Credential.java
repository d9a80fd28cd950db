package dev.maestro.app.config;

import dev.maestro.app.program.Problem;
import dev.maestro.experts.openai.CredentialErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a secret is, never the secret itself: {@code env:NAME} or {@code file:PATH}. */
public record Credential(String reference) {
    public Credential {
        if (!reference.matches("env:[A-Za-z_][A-Za-z0-9_]*|file:.+")) {
            throw Problem.input(
                    CredentialErrors.CREDENTIAL_REFERENCE, "expected env:NAME or file:PATH, got text of " + reference.length()
                            + " characters that is neither. Put the secret in an environment variable or a file and name that.");
        }
    }

    /** The secret, without surrounding white space. */
    public String resolve(Map<String, String> environment) {
        String rest = reference.substring(reference.indexOf(':') + 1);
        if (reference.startsWith("env:")) {
            String value = environment.get(rest);
            if (value == null || value.isBlank()) {
                throw Problem.input(CredentialErrors.CREDENTIAL_MISSING,
                        "the environment variable " + rest + " is not set, and " + reference + " refers to it. Set it.");
            }
            return value.strip();
        }
        try {
            return Files.readString(Path.of(rest)).strip();
        } catch (IOException e) {
            throw new Problem(
                    dev.maestro.app.program.ExitCode.BAD_INPUT, CredentialErrors.CREDENTIAL_MISSING,
                    "cannot read " + rest + ", and " + reference + " refers to it: " + e.getMessage(), e);
        }
    }
}
