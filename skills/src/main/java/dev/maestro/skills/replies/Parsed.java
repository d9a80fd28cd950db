package dev.maestro.skills.replies;

/**
 * A reply as it was read.
 *
 * @param text  the reply without thoughts, trimmed; for some kinds only the part that counts. Empty when nothing of use was said:
 *              treat the reply as unusable.
 * @param value short value for branching, at most 200 code points; what it is depends on the parser, see {@link Replies}
 * @param json  structured result as JSON; empty where the kind has none
 */
public record Parsed(String text, String value, String json) {
    static final Parsed NOTHING = new Parsed("", "", "");

    public boolean isEmpty() {
        return text.isEmpty();
    }
}
