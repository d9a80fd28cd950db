package dev.maestro.scoring;

import dev.maestro.scoring.ExpressionValue.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number on its way through an expression: a fraction as long as it is one, a decimal once a decimal
 * was written, else an irrational number. The reference system keeps roots and angles symbolic, so here
 * what lands within rounding of a short decimal is that decimal. No value leaves the limits.
 */
sealed interface Quantity {
    /** More bits than any answer's, few enough for every operation to be instant. */
    int MAX_BITS = 20_000;
    int MAX_FACTORIAL = 1_500;

    /** In lowest terms; {@code below} is positive. */
    record Exact(BigInteger above, BigInteger below) implements Quantity {}

    record Decimal(double value) implements Quantity {}

    record Irrational(double value) implements Quantity {}

    static Quantity exact(BigInteger value) {
        return fraction(value, BigInteger.ONE);
    }

    static Quantity exact(long value) {
        return exact(BigInteger.valueOf(value));
    }

    static Quantity decimal(double value) {
        return new Decimal(defined(value));
    }

    static Quantity irrational(double value) {
        return new Irrational(snapped(defined(value)));
    }

    private static Quantity fraction(BigInteger above, BigInteger below) {
        if (below.signum() == 0) {
            throw new Undefined("a division by zero");
        }
        if (above.bitLength() > MAX_BITS || below.bitLength() > MAX_BITS) {
            throw new Undefined("a number beyond the limits");
        }
        BigInteger common = above.gcd(below).max(BigInteger.ONE);
        BigInteger unit = below.signum() < 0 ? common.negate() : common;
        return new Exact(above.divide(unit), below.divide(unit));
    }

    private static double defined(double value) {
        if (Double.isNaN(value)) {
            throw new Undefined("not a number");
        }
        return value;
    }

    private static double snapped(double value) {
        if (!Double.isFinite(value) || Math.abs(value) > 1e9) {
            return value;
        }
        double near = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN).doubleValue();
        return Math.abs(near - value) <= 8 * Math.ulp(Math.max(1, Math.abs(value))) ? near : value;
    }

    default double toDouble() {
        return switch (this) {
            case Exact(var above, var below) when below.equals(BigInteger.ONE) -> above.doubleValue();
            case Exact(var above, var below) -> new BigDecimal(above).divide(new BigDecimal(below), MathContext.DECIMAL128).doubleValue();
            case Decimal(double value) -> value;
            case Irrational(double value) -> value;
        };
    }

    default boolean isWhole() {
        return this instanceof Exact(_, var below) && below.equals(BigInteger.ONE);
    }

    /** The result of an operation on inexact numbers: a decimal where one took part. */
    private Quantity like(Quantity other, double value) {
        return this instanceof Decimal || other instanceof Decimal ? decimal(value) : irrational(value);
    }

    default Quantity plus(Quantity other) {
        if (this instanceof Exact(var a, var b) && other instanceof Exact(var c, var d)) {
            return fraction(a.multiply(d).add(c.multiply(b)), b.multiply(d));
        }
        return like(other, toDouble() + other.toDouble());
    }

    default Quantity negate() {
        return switch (this) {
            case Exact(var above, var below) -> new Exact(above.negate(), below);
            case Decimal(double value) -> new Decimal(-value);
            case Irrational(double value) -> new Irrational(-value);
        };
    }

    default Quantity times(Quantity other) {
        if (this instanceof Exact(var a, var b) && other instanceof Exact(var c, var d)) {
            return fraction(a.multiply(c), b.multiply(d));
        }
        return like(other, toDouble() * other.toDouble());
    }

    default Quantity over(Quantity other) {
        if (this instanceof Exact(var a, var b) && other instanceof Exact(var c, var d)) {
            return fraction(a.multiply(d), b.multiply(c));
        }
        if (other.toDouble() == 0) {
            throw new Undefined("a division by zero");
        }
        return like(other, toDouble() / other.toDouble());
    }

    default Quantity floor() {
        if (this instanceof Exact(var above, var below)) {
            BigInteger[] parts = above.divideAndRemainder(below);
            return exact(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]);
        }
        double value = Math.floor(toDouble());
        return Double.isInfinite(value) ? irrational(value) : exact(new BigDecimal(value).toBigInteger());
    }

    /** The quotient rounded down; a fraction over a whole number loses its own fraction first, as it does in the reference's library. */
    default Quantity floorOver(Quantity other) {
        if (this instanceof Exact(var above, var below) && !isWhole() && other.isWhole()) {
            return exact(above.divide(below)).over(other).floor();
        }
        return over(other).floor();
    }

    default Quantity power(Quantity exponent) {
        if (this instanceof Exact(var above, var below) && exponent.isWhole()) {
            return power(above, below, ((Exact) exponent).above());
        }
        double base = toDouble();
        if (base == 0 && exponent.toDouble() < 0) {
            throw new Undefined("a division by zero");
        }
        return like(exponent, Math.pow(base, exponent.toDouble()));
    }

    private static Quantity power(BigInteger above, BigInteger below, BigInteger exponent) {
        boolean unit = below.equals(BigInteger.ONE) && above.abs().compareTo(BigInteger.ONE) <= 0;
        BigInteger size = exponent.abs();
        long bits = Math.max(above.bitLength(), below.bitLength());
        if (!unit && (size.bitLength() > 31 || size.longValueExact() * bits > MAX_BITS)) {
            throw new Undefined("a power beyond the limits");
        }
        int times = unit ? (size.signum() == 0 ? 0 : size.testBit(0) ? 1 : 2) : size.intValueExact();
        return exponent.signum() < 0 ? fraction(below.pow(times), above.pow(times)) : fraction(above.pow(times), below.pow(times));
    }

    /** The product of every {@code step}-th whole number from here down. */
    default Quantity factorial(int step) {
        if (!isWhole()) {
            if (step == 1) {
                return irrational(ExpressionFunctions.gamma(toDouble() + 1));
            }
            throw new Undefined("a double factorial of a fraction");
        }
        BigInteger count = ((Exact) this).above();
        if (count.signum() < 0 || count.bitLength() > 31 || count.intValueExact() > MAX_FACTORIAL) {
            throw new Undefined("a factorial beyond the limits");
        }
        BigInteger product = BigInteger.ONE;
        for (int i = count.intValueExact(); i > 1; i -= step) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return exact(product);
    }
}
