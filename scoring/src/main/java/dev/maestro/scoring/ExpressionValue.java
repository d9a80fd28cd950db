package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.util.OptionalDouble;

/**
 * The value of an expression of numbers: {@code + - * / // % ** !}, parentheses, roots, exponential,
 * logarithmic and trigonometric functions (radians), {@code pi}, {@code E}, {@code oo}. Nothing is executed;
 * what is longer, deeper or larger than the limits has no value. Total.
 */
final class ExpressionValue {
    /** An answer is a line. */
    private static final int MAX_LENGTH = 4_000;

    private ExpressionValue() {}

    /** Empty when the text is no such expression, or its value is not real. */
    static OptionalDouble value(String expression) {
        String text = NormalForms.trim(expression);
        if (text.length() > MAX_LENGTH) {
            return OptionalDouble.empty();
        }
        try {
            double value = new ExpressionParser(ExpressionTokens.of(text)).parse().toDouble();
            return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
        } catch (Undefined _) {
            return OptionalDouble.empty();
        }
    }

    /** Has no value. */
    static final class Undefined extends RuntimeException {
        Undefined(String why) {
            super(why, null, false, false);
        }
    }
}
