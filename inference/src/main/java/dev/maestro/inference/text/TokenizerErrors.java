package dev.maestro.inference.text;

import dev.maestro.core.errors.ErrorCode;

/** Tokenizers that cannot be used. */
public enum TokenizerErrors implements ErrorCode {
    TOKENIZER_MISSING(
            "The checkpoint has no tokenizer.json, without which no text can be read or written. Copy it from where the checkpoint was published."),
    TOKENIZER_UNREADABLE("The tokenizer.json is damaged, or the tokenizer library refuses it. Fetch it again."),
    TOKENIZER_UNSUPPORTED(
            "The tokenizer.json is of a kind that this program does not read. Use a checkpoint with one that the message names."),
    TOKENIZER_LIBRARY_UNAVAILABLE(
            "The native tokenizer library does not load on this machine. Check that the folder into which it is unpacked can be written.");

    private final String meaning;

    TokenizerErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
