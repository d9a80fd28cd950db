package dev.maestro.scoring;

import dev.maestro.scoring.ExpressionValue.Undefined;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The constants and functions an expression may name. */
final class ExpressionFunctions {
    private static final Map<String, Double> CONSTANTS = Map.of(
            "pi", Math.PI, "E", Math.E, "oo", Double.POSITIVE_INFINITY, "GoldenRatio", (1 + Math.sqrt(5)) / 2,
            "EulerGamma", 0.577_215_664_901_532_9, "Catalan", 0.915_965_594_177_219_0);

    private static final Map<String, DoubleUnaryOperator> REAL = Map.ofEntries(
            Map.entry("sqrt", Math::sqrt), Map.entry("cbrt", Math::cbrt),
            Map.entry("exp", Math::exp), Map.entry("log", Math::log), Map.entry("ln", Math::log),
            Map.entry("sin", Math::sin), Map.entry("cos", Math::cos), Map.entry("tan", Math::tan),
            Map.entry("cot", x -> 1 / Math.tan(x)), Map.entry("sec", x -> 1 / Math.cos(x)), Map.entry("csc", x -> 1 / Math.sin(x)),
            Map.entry("asin", Math::asin), Map.entry("acos", Math::acos), Map.entry("atan", Math::atan),
            Map.entry("acot", x -> x == 0 ? Math.PI / 2 : Math.atan(1 / x)), Map.entry("asec", x -> Math.acos(1 / x)),
            Map.entry("acsc", x -> Math.asin(1 / x)),
            Map.entry("sinh", Math::sinh), Map.entry("cosh", Math::cosh), Map.entry("tanh", Math::tanh),
            Map.entry("coth", x -> 1 / Math.tanh(x)), Map.entry("sech", x -> 1 / Math.cosh(x)), Map.entry("csch", x -> 1 / Math.sinh(x)),
            Map.entry("asinh", x -> Math.copySign(Math.log(Math.abs(x) + Math.hypot(x, 1)), x)),
            Map.entry("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))), Map.entry("atanh", x -> Math.log1p(2 * x / (1 - x)) / 2),
            Map.entry("gamma", ExpressionFunctions::gamma), Map.entry("deg", Math::toDegrees), Map.entry("rad", Math::toRadians));

    private static final BinaryOperator<Quantity> LARGER = (a, b) -> a.toDouble() >= b.toDouble() ? a : b;
    private static final BinaryOperator<Quantity> SMALLER = (a, b) -> a.toDouble() <= b.toDouble() ? a : b;

    private ExpressionFunctions() {}

    static Quantity constant(String name) {
        Double value = CONSTANTS.get(name);
        if (value == null) {
            throw new Undefined("\"" + name + "\" stands for no number");
        }
        return Quantity.irrational(value);
    }

    static Quantity call(String name, List<Quantity> arguments) {
        Quantity first = arguments.getFirst();
        return switch (name) {
            case "Max", "max" -> arguments.stream().reduce(LARGER).orElseThrow();
            case "Min", "min" -> arguments.stream().reduce(SMALLER).orElseThrow();
            default -> switch (arguments.size()) {
                case 1 -> one(name, first);
                case 2 -> two(name, first, arguments.get(1));
                default -> throw new Undefined("\"" + name + "\" of " + arguments.size() + " arguments");
            };
        };
    }

    private static Quantity one(String name, Quantity x) {
        return switch (name) {
            case "abs", "Abs" -> x.toDouble() < 0 ? x.negate() : x;
            case "sign" -> Quantity.exact((long) Math.signum(x.toDouble()));
            case "floor" -> x.floor();
            case "ceiling" -> x.negate().floor().negate();
            case "factorial" -> x.factorial(1);
            case "factorial2" -> x.factorial(2);
            case "sqrt" -> root(x);
            default -> {
                DoubleUnaryOperator function = REAL.get(name);
                if (function == null) {
                    throw new Undefined("no function \"" + name + "\"");
                }
                double value = function.applyAsDouble(x.toDouble());
                yield x instanceof Quantity.Decimal ? Quantity.decimal(value) : Quantity.irrational(value);
            }
        };
    }

    private static Quantity two(String name, Quantity x, Quantity y) {
        return switch (name) {
            // A comma that separates thousands makes a second argument, which says there how, not what.
            case "sqrt" -> root(x);
            case "log", "ln" -> Quantity.irrational(Math.log(x.toDouble()) / Math.log(y.toDouble()));
            case "atan2" -> Quantity.irrational(Math.atan2(x.toDouble(), y.toDouble()));
            case "root" -> x.power(Quantity.exact(1).over(y));
            case "Pow", "pow" -> x.power(y);
            case "Rational" -> x.over(y);
            case "binomial" -> binomial(x, y);
            case "gcd" -> whole(x).gcd(whole(y)).signum() == 0 ? Quantity.exact(0) : Quantity.exact(whole(x).gcd(whole(y)));
            case "lcm" -> {
                BigInteger common = whole(x).gcd(whole(y));
                yield Quantity.exact(common.signum() == 0 ? common : whole(x).multiply(whole(y)).abs().divide(common));
            }
            default -> throw new Undefined("no function \"" + name + "\" of two arguments");
        };
    }

    private static Quantity root(Quantity x) {
        if (x instanceof Quantity.Exact(var above, var below) && above.signum() >= 0) {
            BigInteger[] up = above.sqrtAndRemainder();
            BigInteger[] down = below.sqrtAndRemainder();
            if (up[1].signum() == 0 && down[1].signum() == 0) {
                return Quantity.exact(up[0]).over(Quantity.exact(down[0]));
            }
        }
        double value = Math.sqrt(x.toDouble());
        return x instanceof Quantity.Decimal ? Quantity.decimal(value) : Quantity.irrational(value);
    }

    private static Quantity binomial(Quantity of, Quantity taken) {
        BigInteger n = whole(of);
        BigInteger k = whole(taken);
        if (k.signum() < 0 || n.signum() < 0 || k.compareTo(n) > 0) {
            return Quantity.exact(0);
        }
        return of.factorial(1).over(taken.factorial(1).times(Quantity.exact(n.subtract(k)).factorial(1)));
    }

    private static BigInteger whole(Quantity x) {
        if (!x.isWhole()) {
            throw new Undefined("a fraction where a whole number should be");
        }
        return ((Quantity.Exact) x).above();
    }

    private static final double[] LANCZOS = {
        0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13,
        -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7
    };

    /** Euler's integral, by the approximation of Lanczos; good to about 14 digits. */
    static double gamma(double x) {
        if (x < 0.5) {
            return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return Math.sqrt(2 * Math.PI) * Math.pow(t, x - 0.5) * Math.exp(-t) * sum;
    }
}
