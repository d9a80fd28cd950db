package dev.maestro.experts.openai;

import dev.maestro.core.errors.ErrorCode;

/** Codes of secrets that cannot be obtained by their reference. */
public enum CredentialErrors implements ErrorCode {
    CREDENTIAL_REFERENCE(
            "A reference to a secret has no known form. Put the secret into an environment variable or a file, and write env:NAME or file:PATH."),
    CREDENTIAL_MISSING(
            "A reference to a secret leads to nothing: the variable is not set, or the file is empty or cannot be read. Set the variable, or correct the file."),
    CREDENTIAL_UNUSABLE(
            "What a reference leads to holds characters that no key has. Put the bare key there, without spaces and line breaks.");

    private final String meaning;

    CredentialErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
