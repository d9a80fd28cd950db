package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers as the reference system's language reads and rounds them. */
final class PythonNumbers {
    /** There, an integer of more digits is refused. */
    private static final int MAX_INTEGER_DIGITS = 4_300;
    /** From here on a double has no fraction. */
    private static final double NO_FRACTION = 1L << 52;

    private PythonNumbers() {}

    /** Digits of any script, one {@code _} between digits, an exponent, {@code inf}, {@code nan}; white space around. */
    static OptionalDouble real(String text) {
        String plain = plain(text);
        int at = sign(plain);
        String unsigned = plain.substring(at);
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return OptionalDouble.of(plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (unsigned.equalsIgnoreCase("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        int whole = digits(plain, at);
        int end = whole;
        boolean any = whole > at;
        if (end < plain.length() && plain.charAt(end) == '.') {
            int fraction = digits(plain, end + 1);
            any |= fraction > end + 1;
            end = fraction;
        }
        if (any && end < plain.length() && (plain.charAt(end) == 'e' || plain.charAt(end) == 'E')) {
            int power = end + 1 + sign(plain.substring(end + 1));
            int after = digits(plain, power);
            end = after > power ? after : end;
        }
        return any && end == plain.length() ? OptionalDouble.of(Double.parseDouble(plain.replace("_", ""))) : OptionalDouble.empty();
    }

    /** Like {@link #real}, for whole numbers only. */
    static Optional<BigInteger> integer(String text) {
        String plain = plain(text);
        int at = sign(plain);
        String digits = plain.substring(at).replace("_", "");
        if (digits(plain, at) != plain.length() || digits.isEmpty() || digits.length() > MAX_INTEGER_DIGITS) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(digits);
        return Optional.of(plain.startsWith("-") ? value.negate() : value);
    }

    /** To two decimals, ties of the exact binary value to even. */
    static double round(double value) {
        if (!Double.isFinite(value) || Math.abs(value) >= NO_FRACTION) {
            return value;
        }
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }

    static boolean equalWhenRounded(double one, double other) {
        return round(one) == round(other);
    }

    static boolean isDigit(int codePoint) {
        return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER;
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        NormalForms.trim(text).codePoints().forEach(c -> plain.appendCodePoint(isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return plain.toString();
    }

    private static int sign(String text) {
        return text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    }

    /** The end of digits, single underscores between them. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean between = c == '_' && at > from && ascii(text, at - 1) && at + 1 < text.length() && ascii(text, at + 1);
            if (!between && !ascii(text, at)) {
                break;
            }
            at++;
        }
        return at;
    }

    private static boolean ascii(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
