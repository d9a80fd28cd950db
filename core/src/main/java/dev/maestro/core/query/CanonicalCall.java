package dev.maestro.core.query;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A call by the names that the registry knows: {@code expert@@skill:input}. Two calls that are written alike are the same
 * call.
 */
public record CanonicalCall(String expert, String skill, String input) {
    /** @throws IllegalArgumentException when the text is not what {@link #toString} writes */
    @JsonCreator
    public static CanonicalCall parse(String written) {
        int at = written.indexOf("@@");
        int colon = written.indexOf(':', at + 2);
        if (at < 0 || colon < 0) {
            throw new IllegalArgumentException("not a call: \"" + written + "\"; expected expert@@skill:input");
        }
        return new CanonicalCall(written.substring(0, at), written.substring(at + 2, colon), written.substring(colon + 1));
    }

    /** Who does what, without the input: {@code expert@@skill}. */
    public String pair() {
        return expert + "@@" + skill;
    }

    @JsonValue
    @Override
    public String toString() {
        return expert + "@@" + skill + ":" + input;
    }
}
