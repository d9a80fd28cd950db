package dev.maestro.activities.record;

import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.QueryHistory.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts of the record: short ones in their row, long ones as artifacts. Thread-safe. */
public final class RecordedTexts {
    /** Rows stay small enough to list; TOAST would hold more, but a page should hold a turn. */
    private static final int INLINE_CHARS = 8_000;

    private final Artifacts artifacts;

    public RecordedTexts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /** Without what PostgreSQL cannot hold: NUL characters and unpaired surrogates. */
    public static String clean(String text) {
        boolean fine = text.codePoints().noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        return fine
                ? text
                : text.codePoints()
                        .filter(c -> c != 0)
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    /** @param text cleaned, see {@link #clean}; up to 8,000 characters stay in the row */
    public Stored store(String text) {
        if (text.length() <= INLINE_CHARS) {
            return new Stored(Optional.of(text), Optional.empty());
        }
        return new Stored(Optional.empty(), Optional.of(artifacts.put(text.getBytes(StandardCharsets.UTF_8), "text/plain;charset=utf-8")));
    }

    /** @throws IllegalStateException when the artifact is gone */
    public String read(Stored stored) {
        return stored.text().orElseGet(() -> stored.hash().flatMap(artifacts::get)
                .map(a -> new String(a.bytes(), StandardCharsets.UTF_8))
                .orElseThrow(() -> new IllegalStateException(
                        "artifact " + stored.hash().map(Object::toString).orElse("(none)") + " is missing")));
    }
}
