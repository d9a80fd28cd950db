package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.TemplateFunction.Given;
import java.util.List;
import java.util.Map;

/** {@code value is test}. */
final class ValueTests {
    private ValueTests() {}

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
            case "number" -> JinjaValues.isNumber(value);
            case "mapping" -> value instanceof Map;
            case "sequence" -> value instanceof List || value instanceof String || value instanceof Map;
            case "iterable" -> value instanceof List || value instanceof String || value instanceof Map || value == Nothing.UNDEFINED;
            case "callable" -> value instanceof TemplateFunction;
            case "odd" -> Math.floorMod(JinjaValues.integer(value, name), 2L) == 1;
            case "even" -> Math.floorMod(JinjaValues.integer(value, name), 2L) == 0;
            case "divisibleby" -> Math.floorMod(JinjaValues.integer(value, name), JinjaValues.integer(given.needed(0, "num"), name)) == 0;
            case "eq", "equalto" -> JinjaValues.same(value, given.needed(0, "other"));
            case "sameas" -> value == given.needed(0, "other") || value instanceof Boolean && value.equals(given.needed(0, "other"));
            case "ne" -> !JinjaValues.same(value, given.needed(0, "other"));
            case "lt", "lessthan" -> JinjaValues.compare(value, given.needed(0, "other")) < 0;
            case "le" -> JinjaValues.compare(value, given.needed(0, "other")) <= 0;
            case "gt", "greaterthan" -> JinjaValues.compare(value, given.needed(0, "other")) > 0;
            case "ge" -> JinjaValues.compare(value, given.needed(0, "other")) >= 0;
            case "in" -> JinjaValues.contains(given.needed(0, "seq"), value);
            case "lower" -> JinjaValues.text(value).codePoints().noneMatch(Character::isUpperCase);
            case "upper" -> JinjaValues.text(value).codePoints().noneMatch(Character::isLowerCase);
            default -> throw JinjaException.value("there is no test \"" + name + "\"");
        };
    }
}
