package dev.maestro.scoring;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A mathematical answer's normal form in the reference system, step by step in its order, and its value. */
final class MathText {
    private MathText() {}

    /** Empty where the reference fails over the text. */
    static Optional<String> normal(String text) {
        try {
            return Optional.of(normalised(text));
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    /** The number a text stands for; empty when it stands for none. */
    static OptionalDouble value(String text) {
        Optional<String> again = normal(text);
        if (again.isEmpty()) {
            return OptionalDouble.empty();
        }
        String expression = replace(again.get(), "\\frac", 2, false, p -> "(" + p[0] + ")/(" + p[1] + ")");
        expression = replace(expression, "\\sqrt", 1, false, p -> "sqrt(" + p[0] + ")");
        return ExpressionValue.value(expression.replace("^", "**"));
    }

    private static final class Malformed extends RuntimeException {
        Malformed() {
            super("cannot be normalised", null, false, false);
        }
    }

    private static String normalised(String text) {
        String s = text.replace("\n", "").replace("\\!", "").replace("\\\\", "\\")
                .replace("tfrac", "frac").replace("dfrac", "frac")
                .replace("\\left", "").replace("\\right", "")
                .replace("^{\\circ}", "").replace("^\\circ", "").replace("\\$", "");
        s = withoutUnit(s).replace("\\%", "");
        s = replace(s, "\\sqrt", 1, true, p -> "\\sqrt{" + p[0] + "}");
        s = replace(s, "\\frac", 2, true, p -> "\\frac{" + p[0] + "}{" + p[1] + "}");
        s = s.replace(" .", " 0.").replace("{.", "{0.");
        if (s.isEmpty()) {
            return s;
        }
        s = withoutName(s.startsWith(".") ? "0" + s : s).replace(" ", "");
        s = shortFractions(shortRoots(s));
        return slash(s.equals("0.5") ? "\\frac{1}{2}" : s);
    }

    private static String withoutUnit(String s) {
        int unit = s.indexOf("\\text{ ");
        if (unit >= 0 && s.indexOf("\\text{ ", unit + 1) >= 0) {
            throw new Malformed();
        }
        return unit < 0 ? s : s.substring(0, unit);
    }

    // "x = 5" is "5"
    private static String withoutName(String s) {
        int equals = s.indexOf('=');
        boolean one = equals >= 0 && s.indexOf('=', equals + 1) < 0;
        return one && s.codePointCount(0, equals) <= 2 ? s.substring(equals + 1) : s;
    }

    private static String shortRoots(String s) {
        String[] parts = s.split("\\\\sqrt", -1);
        StringBuilder out = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                return s;
            }
            int first = parts[i].offsetByCodePoints(0, 1);
            out.append("\\sqrt")
                    .append(parts[i].startsWith("{") ? parts[i] : "{" + parts[i].substring(0, first) + "}" + parts[i].substring(first));
        }
        return out.toString();
    }

    private static String shortFractions(String s) {
        String[] parts = s.split("\\\\frac", -1);
        StringBuilder out = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            if (part.isEmpty()) {
                throw new Malformed();
            }
            out.append("\\frac");
            if (part.startsWith("{")) {
                out.append(part);
                continue;
            }
            if (PythonText.isOneCharacter(part)) {
                return s;
            }
            int first = part.offsetByCodePoints(0, 1);
            int second = part.offsetByCodePoints(first, 1);
            String below = part.substring(first, second);
            out.append('{').append(part, 0, first).append('}').append(below.equals("{") ? below : "{" + below + "}").append(part, second,
                    part.length());
        }
        return out.toString();
    }

    private static String slash(String s) {
        int slash = s.indexOf('/');
        if (slash < 0 || s.indexOf('/', slash + 1) >= 0) {
            return s;
        }
        BigInteger above = PythonNumbers.integer(s.substring(0, slash)).orElseThrow(Malformed::new);
        BigInteger below = PythonNumbers.integer(s.substring(slash + 1)).orElseThrow(Malformed::new);
        return s.equals(above + "/" + below) ? "\\frac{" + above + "}{" + below + "}" : s;
    }

    /**
     * Rewrites each command that is followed by its arguments in braces, none of which holds a closing brace.
     *
     * @param spaced white space may stand around the braces and at the beginning of an argument, and goes
     */
    private static String replace(String s, String command, int arguments, boolean spaced, Function<String[], String> with) {
        StringBuilder out = new StringBuilder();
        int kept = 0;
        int lastClosing = s.lastIndexOf('}');
        for (int at = s.indexOf(command); at >= 0 && at < lastClosing; at = s.indexOf(command, at)) {
            String[] found = new String[arguments];
            int end = at + command.length();
            for (int i = 0; i < arguments && end >= 0; i++) {
                int open = spaced ? PythonText.afterSpace(s, end) : end;
                int close = open < s.length() && s.charAt(open) == '{' ? s.indexOf('}', open) : -1;
                if (close >= 0) {
                    int from = spaced ? PythonText.afterSpace(s, open + 1) : open + 1;
                    found[i] = s.substring(Math.min(from, close), close);
                }
                end = close < 0 ? -1 : close + 1;
            }
            if (end < 0) {
                at += command.length();
            } else {
                out.append(s, kept, at).append(with.apply(found));
                kept = end;
                at = end;
            }
        }
        return out.append(s, kept, s.length()).toString();
    }
}
