package dev.maestro.policy.text.jinja;

import dev.maestro.policy.text.jinja.Function.Given;
import java.util.List;
import java.util.Map;

/** {@code value is test}. */
final class Tests {
    private Tests() {}

    static boolean holds(String name, Object value, Given given) {
        return switch (name) {
            case "defined" -> value != Nothing.UNDEFINED;
            case "undefined" -> value == Nothing.UNDEFINED;
            case "none" -> value == Nothing.NONE;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "number" -> Values.isNumber(value);
            case "mapping" -> value instanceof Map;
            case "sequence" -> value instanceof List || value instanceof String || value instanceof Map;
            case "iterable" -> value instanceof List || value instanceof String || value instanceof Map || value == Nothing.UNDEFINED;
            case "callable" -> value instanceof Function;
            case "odd" -> Math.floorMod(Values.integer(value, name), 2L) == 1;
            case "even" -> Math.floorMod(Values.integer(value, name), 2L) == 0;
            case "divisibleby" -> Math.floorMod(Values.integer(value, name), Values.integer(given.needed(0, "num"), name)) == 0;
            case "eq", "equalto" -> Values.same(value, given.needed(0, "other"));
            case "sameas" -> value == given.needed(0, "other") || value instanceof Boolean && value.equals(given.needed(0, "other"));
            case "ne" -> !Values.same(value, given.needed(0, "other"));
            case "lt", "lessthan" -> Values.compare(value, given.needed(0, "other")) < 0;
            case "le" -> Values.compare(value, given.needed(0, "other")) <= 0;
            case "gt", "greaterthan" -> Values.compare(value, given.needed(0, "other")) > 0;
            case "ge" -> Values.compare(value, given.needed(0, "other")) >= 0;
            case "in" -> Values.contains(given.needed(0, "seq"), value);
            case "lower" -> Values.text(value).codePoints().noneMatch(Character::isUpperCase);
            case "upper" -> Values.text(value).codePoints().noneMatch(Character::isLowerCase);
            default -> throw JinjaException.value("there is no test \"" + name + "\"");
        };
    }
}
