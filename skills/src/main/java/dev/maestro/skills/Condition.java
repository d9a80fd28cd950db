package dev.maestro.skills;

/**
 * The {@code when} of a step, parsed.
 *
 * @param step the step whose value is looked at; empty: no condition
 * @param sign {@code =}, {@code !=} or {@code >=}; the last compares whole numbers, and what is none is 0
 */
public record Condition(String step, String sign, String value) {
    public static Condition of(String when) {
        int equals = when.indexOf('=');
        if (equals < 0) {
            return new Condition(when.strip(), "=", "");
        }
        boolean two = equals > 0 && "!>".indexOf(when.charAt(equals - 1)) >= 0;
        int start = two ? equals - 1 : equals;
        return new Condition(when.substring(0, start).strip(), when.substring(start, equals + 1), when.substring(equals + 1).strip());
    }

    boolean always() {
        return step.isEmpty();
    }

    boolean atLeast() {
        return sign.equals(">=");
    }

    boolean holds(String actual) {
        return always() || switch (sign) {
            case "!=" -> !actual.equals(value);
            case ">=" -> number(actual) >= number(value);
            default -> actual.equals(value);
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
