package dev.maestro.scoring;

import dev.maestro.scoring.ExpressionValue.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into numbers, names and operators, as the reference system's language does. */
final class ExpressionTokens {
    // Underscores are looked at afterwards: a repeated group would use the stack for each repetition.
    private static final String D = "[0-9][0-9_]*+";
    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>[ \\t\\f]++)"
                    + "|(?<base>0[xX][0-9a-fA-F_]++|0[oO][0-7_]++|0[bB][01_]++)"
                    + "|(?<float>(?:" + D + "\\.(?:" + D + ")?+|\\." + D + ")(?:[eE][+-]?" + D + ")?+|" + D + "[eE][+-]?" + D + ")"
                    + "|(?<int>" + D + ")"
                    + "|(?<name>[A-Za-z_][A-Za-z_0-9]*+)"
                    + "|(?<quoted>\"[^\"\\\\]*+\"|'[^'\\\\]*+')"
                    + "|(?<op>\\*\\*|//|[-+*/%(),!])");

    /** Kinds of tokens, and the end. */
    enum Kind { NUMBER, NAME, QUOTED, OPERATOR, END }

    record Token(Kind kind, String text, Quantity value) {}

    private static final Quantity NONE = Quantity.exact(BigInteger.ZERO);
    static final Token END = new Token(Kind.END, "", NONE);

    private ExpressionTokens() {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        // A comment ends an expression.
        while (at < text.length() && text.charAt(at) != '#') {
            if (!token.region(at, text.length()).lookingAt()) {
                throw new Undefined("a character that is no part of an expression");
            }
            if (token.group("space") == null) {
                tokens.add(token(token));
            }
            at = token.end();
        }
        return tokens;
    }

    private static Token token(Matcher found) {
        String text = found.group();
        if (found.group("op") != null) {
            return new Token(Kind.OPERATOR, text, NONE);
        }
        if (found.group("quoted") != null) {
            return new Token(Kind.QUOTED, text.substring(1, text.length() - 1), NONE);
        }
        if (found.group("name") != null) {
            return new Token(Kind.NAME, text, NONE);
        }
        requireSingleUnderscores(text);
        return new Token(Kind.NUMBER, text, number(found, text.replace("_", "").toLowerCase(Locale.ROOT)));
    }

    /** One between two digits, or between a base and its first digit. */
    private static void requireSingleUnderscores(String number) {
        boolean based = number.length() > 1 && Character.isLetter(number.charAt(1)) && number.charAt(0) == '0'
                && "eE".indexOf(number.charAt(1)) < 0;
        int radix = based && "xX".indexOf(number.charAt(1)) >= 0 ? 16 : 10;
        for (int at = number.indexOf('_'); at >= 0; at = number.indexOf('_', at + 1)) {
            boolean before = based && at == 2 || Character.digit(number.charAt(at - 1), radix) >= 0;
            if (!before || at + 1 == number.length() || Character.digit(number.charAt(at + 1), radix) < 0) {
                throw new Undefined("an underscore where a digit should be");
            }
        }
    }

    private static Quantity number(Matcher found, String digits) {
        if (found.group("float") != null) {
            return Quantity.decimal(Double.parseDouble(digits));
        }
        if (found.group("base") != null) {
            int radix = switch (digits.charAt(1)) {
                case 'x' -> 16;
                case 'o' -> 8;
                default -> 2;
            };
            return Quantity.exact(new BigInteger(digits.substring(2), radix));
        }
        BigInteger value = new BigInteger(digits);
        if (digits.startsWith("0") && value.signum() != 0) {
            throw new Undefined("an integer with leading zeros");
        }
        return Quantity.exact(value);
    }
}
