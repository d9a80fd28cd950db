package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The reference system's comparison for sources it does not know: the last box, as text or as a value.
 * There a library compares the values symbolically; here they are computed, so that expressions with
 * letters are equal only as texts.
 */
final class BoxedScore {
    private static final int MAX_NESTED = 3;
    /** The reference's library rounds to this many decimals. */
    private static final double SAME = 1e-6;
    private static final Pattern GROUPED = Pattern.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))");
    private static final Pattern TEXT = Pattern.compile("\\\\text\\{([^{}]*)\\}");
    private static final Pattern UNIT = Pattern.compile(
            "(?<=[0-9)}])(?:degrees?|square|units?|cm|mm|km|kg|meters?|inches|feet|miles?|hours?|minutes?|seconds?|days?|dollars?|cents?|points?|percent)+$");
    private static final List<String> REMOVED = List.of("an ", "\\$", "\\left", "\\right", "^\\circ", "^{\\circ}", "\\%", "$", "%", " ");

    private BoxedScore() {}

    static boolean right(String trajectory, String truth) {
        Optional<String> boxed = lastBox(trajectory);
        if (boxed.isEmpty()) {
            return false;
        }
        if (NormalForms.name(boxed.get()).equals(NormalForms.name(truth))) {
            return true;
        }
        String said = plain(boxed.get());
        String wanted = plain(truth);
        if (said.isEmpty() || wanted.isEmpty()) {
            return false;
        }
        OptionalDouble u = LatexNumbers.value(said);
        OptionalDouble v = LatexNumbers.value(wanted);
        return said.equals(wanted) || u.isPresent() && v.isPresent() && Math.abs(u.getAsDouble() - v.getAsDouble()) < SAME;
    }

    /** Content of the last box whose braces are nested no deeper than the reference looks. */
    private static Optional<String> lastBox(String text) {
        Optional<String> last = Optional.empty();
        int from = 0;
        for (int at = text.indexOf("\\boxed{"); at >= 0; at = text.indexOf("\\boxed{", from)) {
            int open = at + "\\boxed".length();
            int close = closes(text, open);
            if (close > 0) {
                last = Optional.of(text.substring(open + 1, close));
            }
            from = close > 0 ? close + 1 : open;
        }
        return last;
    }

    private static int closes(String text, int open) {
        int depth = 0;
        // An answer is a line or two; without the bound, unclosed boxes would be looked through again and again.
        int end = Math.min(text.length(), open + Wording.MAX_LENGTH);
        for (int at = open; at < end; at++) {
            char c = text.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
            if (depth > MAX_NESTED + 1) {
                return -1;
            }
        }
        return -1;
    }

    private static String plain(String text) {
        String s = TEXT.matcher(GROUPED.matcher(Wording.cut(text)).replaceAll("")).replaceAll("$1");
        for (String removed : REMOVED) {
            s = s.replace(removed, "");
        }
        return UNIT.matcher(s.replace("dfrac", "frac").replace("tfrac", "frac")).replaceFirst("");
    }
}
