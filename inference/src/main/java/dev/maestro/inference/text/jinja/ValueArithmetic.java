package dev.maestro.inference.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators between values, as Python has them. */
final class ValueArithmetic {
    private ValueArithmetic() {}

    static Object of(String operator, Object left, Object right) {
        if (operator.equals("~")) {
            String a = JinjaValues.text(left);
            String b = JinjaValues.text(right);
            return RenderLimits.text((long) a.length() + b.length(), () -> a + b);
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return RenderLimits.text((long) a.length() + b.length(), () -> a + b);
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            List<Object> both = new ArrayList<>(a);
            both.addAll(b);
            return bounded(both);
        }
        if (operator.equals("*") && left instanceof String text && JinjaValues.isInteger(right)) {
            long times = Math.max(0, JinjaValues.integer(right, "*"));
            return times * text.length() > RenderLimits.MOST_CHARACTERS
                    ? RenderLimits.text(Long.MAX_VALUE, () -> "")
                    : text.repeat((int) Math.min(times, RenderLimits.MOST_CHARACTERS));
        }
        if (operator.equals("*") && left instanceof List<?> list && JinjaValues.isInteger(right)) {
            long times = Math.max(0, JinjaValues.integer(right, "*"));
            if (times * list.size() > RenderLimits.MOST_ELEMENTS) {
                throw JinjaException.limit("a list of more than " + RenderLimits.MOST_ELEMENTS + " elements");
            }
            return Collections.nCopies(list.isEmpty() ? 0 : (int) times, list).stream().<Object>flatMap(List::stream).toList();
        }
        if (!JinjaValues.isNumber(left) || !JinjaValues.isNumber(right)) {
            throw JinjaException.value(operator + " does not go with " + JinjaValues.type(left) + " and " + JinjaValues.type(right));
        }
        return JinjaValues.isInteger(left) && JinjaValues.isInteger(right) && !operator.equals("/")
                ? whole(operator, JinjaValues.integer(left, operator), JinjaValues.integer(right, operator))
                : decimal(operator, JinjaValues.number(left, operator), JinjaValues.number(right, operator));
    }

    private static Object bounded(List<Object> list) {
        if (list.size() > RenderLimits.MOST_ELEMENTS) {
            throw JinjaException.limit("a list of more than " + RenderLimits.MOST_ELEMENTS + " elements");
        }
        return list;
    }

    private static Object whole(String operator, long left, long right) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(left, right);
                case "-" -> Math.subtractExact(left, right);
                case "*" -> Math.multiplyExact(left, right);
                case "//" -> Math.floorDiv(left, right);
                case "%" -> Math.floorMod(left, right);
                case "**" -> right < 0 ? (Object) Math.pow(left, right) : (Object) power(left, right);
                default -> throw JinjaException.value("there is no operator " + operator);
            };
        } catch (ArithmeticException e) {
            throw JinjaException.value(left + " " + operator + " " + right + ": " + e.getMessage());
        }
    }

    private static long power(long base, long exponent) {
        long result = 1;
        for (long i = 0; i < Math.min(exponent, 64); i++) {
            result = Math.multiplyExact(result, base);
        }
        if (exponent > 64 && Math.abs(base) > 1) {
            throw new ArithmeticException("long overflow");
        }
        return exponent > 64 && base == -1 && exponent % 2 == 1 ? -1 : result;
    }

    private static double decimal(String operator, double left, double right) {
        if (right == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw JinjaException.value("division by zero");
        }
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "//" -> Math.floor(left / right);
            case "%" -> left - Math.floor(left / right) * right;
            case "**" -> Math.pow(left, right);
            default -> throw JinjaException.value("there is no operator " + operator);
        };
    }

    /** Python's {@code [from:to:step]}, negative positions counted from the end. */
    static List<Object> slice(List<Object> items, Object from, Object to, Object step) {
        long stride = step == Nothing.NONE ? 1 : JinjaValues.integer(step, "a slice");
        if (stride == 0) {
            throw JinjaException.value("a slice needs a step other than 0");
        }
        long size = items.size();
        long begin = bound(from, size, stride, stride > 0 ? 0 : size - 1);
        long end = bound(to, size, stride, stride > 0 ? size : -1);
        List<Object> slice = new ArrayList<>();
        for (long i = begin; stride > 0 ? i < end : i > end; i += stride) {
            slice.add(items.get((int) i));
        }
        return slice;
    }

    private static long bound(Object given, long size, long stride, long otherwise) {
        if (given == Nothing.NONE) {
            return otherwise;
        }
        long at = JinjaValues.integer(given, "a slice");
        at = at < 0 ? at + size : at;
        return stride > 0 ? Math.clamp(at, 0, size) : Math.clamp(at, -1, size - 1);
    }
}
