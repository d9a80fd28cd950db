package dev.maestro.skills;

/**
 * The {@code when} of a step, taken apart.
 *
 * @param step  the step whose value is looked at; empty: no condition
 * @param equal whether the value must equal or must differ
 */
record Condition(String step, boolean equal, String value) {
    static Condition of(String when) {
        int sign = when.indexOf('=');
        if (sign < 0) {
            return new Condition(when.strip(), true, "");
        }
        boolean equal = sign == 0 || when.charAt(sign - 1) != '!';
        return new Condition(when.substring(0, equal ? sign : sign - 1).strip(), equal, when.substring(sign + 1).strip());
    }

    boolean always() {
        return step.isEmpty();
    }

    boolean holds(String actual) {
        return always() || equal == actual.equals(value);
    }
}
