package dev.maestro.scoring;

import dev.maestro.scoring.ExpressionTokens.Kind;
import dev.maestro.scoring.ExpressionTokens.Token;
import dev.maestro.scoring.ExpressionValue.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The value of a number as mathematics is written: fractions, roots, powers, pi, mixed numbers, factors side by side. Total. */
final class LatexNumbers {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_LENGTH = 500;
    private static final Pattern MIXED = Pattern
            .compile("(?<![0-9.])([0-9]++)(?: +([0-9]++)/([0-9]++)| *\\\\[dt]?frac *\\{([0-9]++)} *\\{([0-9]++)})(?![0-9])");
    private static final Pattern NAMED = Pattern.compile("(?i)\\\\?(?:pi|π)");

    private LatexNumbers() {}

    static OptionalDouble value(String text) {
        if (text.length() > MAX_LENGTH || text.codePoints().noneMatch(Character::isDigit) && !NAMED.matcher(text).find()) {
            return OptionalDouble.empty();
        }
        try {
            String mixed = MIXED.matcher(text).replaceAll(m -> "(" + m.group(1) + "+" + (m.group(2) == null ? m.group(4) : m.group(2)) + "/"
                    + (m.group(3) == null ? m.group(5) : m.group(3)) + ")");
            double value = new ExpressionParser(withProducts(ExpressionTokens.of(plain(mixed, 0)))).parse().toDouble();
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (Undefined _) {
            return OptionalDouble.empty();
        }
    }

    /** Commands and braces as calls and parentheses. */
    private static String plain(String s, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Undefined("nested too deep");
        }
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < s.length();) {
            if (s.startsWith("\\frac", at) || s.startsWith("\\dfrac", at) || s.startsWith("\\tfrac", at)) {
                int above = blank(s, at + (s.charAt(at + 1) == 'f' ? 5 : 6));
                int middle = argumentEnd(s, above);
                int below = blank(s, middle);
                int end = argumentEnd(s, below);
                out.append("((").append(plain(s.substring(above, middle), depth + 1)).append(")/(")
                        .append(plain(s.substring(below, end), depth + 1)).append("))");
                at = end;
            } else if (s.startsWith("\\sqrt", at) || s.charAt(at) == '√') {
                at = root(s, at + (s.charAt(at) == '√' ? 1 : 5), depth, out);
            } else if (s.charAt(at) == '^') {
                int from = blank(s, at + 1);
                int end = argumentEnd(s, from);
                out.append("**(").append(plain(s.substring(from, end), depth + 1)).append(')');
                at = end;
            } else {
                at = symbol(s, at, out);
            }
        }
        return out.toString();
    }

    private static int root(String s, int at, int depth, StringBuilder out) {
        int from = blank(s, at);
        String degree = "2";
        if (from < s.length() && s.charAt(from) == '[') {
            int close = s.indexOf(']', from);
            if (close < 0) {
                throw new Undefined("a root without an end");
            }
            degree = plain(s.substring(from + 1, close), depth + 1);
            from = blank(s, close + 1);
        }
        int end = argumentEnd(s, from);
        String inner = plain(s.substring(from, end), depth + 1);
        out.append(degree.equals("2") ? "sqrt(" + inner + ")" : "root((" + inner + "),(" + degree + "))");
        return end;
    }

    private static final String[][] SYMBOLS = {
        {"\\left", ""}, {"\\right", ""}, {"\\cdot", "*"}, {"\\times", "*"}, {"\\div", "/"}, {"\\pi", " pi "}, {"\\,", ""}, {"\\;", ""},
        {"\\!", ""}, {"\\ ", " "},
        {"×", "*"}, {"·", "*"}, {"÷", "/"}, {"⁄", "/"}, {"π", " pi "}, {"{", "("}, {"}", ")"}, {"[", "("}, {"]", ")"}
    };

    private static int symbol(String s, int at, StringBuilder out) {
        for (String[] symbol : SYMBOLS) {
            if (s.startsWith(symbol[0], at)) {
                out.append(symbol[1]);
                return at + symbol[0].length();
            }
        }
        if (s.charAt(at) == '\\') {
            throw new Undefined("an unknown command");
        }
        out.append(s.charAt(at));
        return at + 1;
    }

    private static int blank(String s, int at) {
        int end = at;
        while (end < s.length() && s.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    /** A group in braces or parentheses, a sign with its digits, digits after a hat, or one character. */
    private static int argumentEnd(String s, int from) {
        if (from >= s.length()) {
            throw new Undefined("an argument is missing");
        }
        if (s.charAt(from) == '{') {
            int close = Wording.closes(s, from);
            if (close < 0) {
                throw new Undefined("a brace without an end");
            }
            return close + 1;
        }
        if (s.charAt(from) == '(') {
            int depth = 0;
            for (int at = from; at < s.length(); at++) {
                depth += s.charAt(at) == '(' ? 1 : s.charAt(at) == ')' ? -1 : 0;
                if (depth == 0) {
                    return at + 1;
                }
            }
            throw new Undefined("a parenthesis without an end");
        }
        if (s.charAt(from) == '\\') {
            return s.startsWith("\\pi", from) ? from + 3 : s.length();
        }
        boolean afterHatOrRoot = from > 0 && (s.charAt(from - 1) == '^' || s.charAt(from - 1) == '√');
        int end = from + (s.charAt(from) == '-' ? 1 : 0);
        while (afterHatOrRoot && end < s.length() && Character.isDigit(s.charAt(end))) {
            end++;
        }
        return Math.min(s.length(), Math.max(end, from + 1));
    }

    /** With the multiplications that are not written. */
    private static List<Token> withProducts(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        for (Token token : tokens) {
            if (token.text().equals("E") || token.text().equals("oo")) {
                throw new Undefined("a letter");
            }
            Token before = out.isEmpty() ? ExpressionTokens.END : out.getLast();
            boolean value = before.kind() == Kind.NUMBER || before.text().equals(")") || before.text().equals("pi")
                    || before.text().equals("!");
            boolean begins = token.kind() == Kind.NAME || token.text().equals("(")
                    || token.kind() == Kind.NUMBER && before.kind() != Kind.NUMBER;
            if (value && begins) {
                out.add(new Token(Kind.OPERATOR, "*", Quantity.exact(0)));
            }
            out.add(token);
        }
        return out;
    }
}
