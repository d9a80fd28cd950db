package dev.maestro.policy.reward;

import dev.maestro.policy.reward.Arithmetic.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into numbers, names and operators, as the reference system's language does. */
final class ArithmeticTokens {
    private static final String D = "[0-9]++(?:_[0-9]++)*+";
    private static final Pattern TOKEN = Pattern.compile(
            "(?<space>[ \\t\\f]++)"
            + "|(?<base>0[xX](?:_?[0-9a-fA-F]++)++|0[oO](?:_?[0-7]++)++|0[bB](?:_?[01]++)++)"
            + "|(?<float>(?:" + D + "\\.(?:" + D + ")?+|\\." + D + ")(?:[eE][+-]?" + D + ")?+|" + D + "[eE][+-]?" + D + ")"
            + "|(?<int>" + D + ")"
            + "|(?<name>[A-Za-z_][A-Za-z_0-9]*+)"
            + "|(?<op>\\*\\*|//|[-+*/%(),!])");

    /** Kinds of tokens, and the end. */
    enum Kind { NUMBER, NAME, OPERATOR, END }

    record Token(Kind kind, String text, Quantity value) {}

    private static final Quantity NONE = Quantity.exact(BigInteger.ZERO);
    static final Token END = new Token(Kind.END, "", NONE);

    private ArithmeticTokens() {}

    static List<Token> of(String text) {
        int comment = text.indexOf('#');
        String line = comment < 0 ? text : text.substring(0, comment);
        List<Token> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (!token.region(at, line.length()).lookingAt()) {
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
        if (found.group("name") != null) {
            return new Token(Kind.NAME, text, NONE);
        }
        return new Token(Kind.NUMBER, text, number(found, text.replace("_", "").toLowerCase(Locale.ROOT)));
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
