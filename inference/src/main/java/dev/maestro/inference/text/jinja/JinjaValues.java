package dev.maestro.inference.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Python sees them: {@link Nothing}, Boolean, Long, Double, String, List, Map, {@link Namespace}, {@link TemplateFunction}. */
final class JinjaValues {
    private JinjaValues() {}

    /** Plain data from outside: maps, lists, strings, numbers, booleans and null; anything else is refused. */
    static Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> Nothing.NONE;
            case String text -> text;
            case Boolean flag -> flag;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Float number -> number.doubleValue();
            case Double number -> number;
            case List<?> list -> list.stream().map(JinjaValues::plain).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new LinkedHashMap<>();
                map.forEach((key, item) -> plain.put(plain(key), plain(item)));
                yield Collections.unmodifiableMap(plain);
            }
            default -> throw new IllegalArgumentException("a template is given plain values, not " + value.getClass().getName());
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case Nothing _ -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Boolean;
    }

    static double number(Object value, String what) {
        return switch (value) {
            case Double number -> number;
            case Long number -> number;
            case Boolean flag -> flag ? 1 : 0;
            default -> throw JinjaException.value(what + " needs a number, not " + type(value));
        };
    }

    static long integer(Object value, String what) {
        return switch (value) {
            case Long number -> number;
            case Boolean flag -> flag ? 1 : 0;
            default -> throw JinjaException.value(what + " needs a whole number, not " + type(value));
        };
    }

    static String string(Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw JinjaException.value(what + " needs a text, not " + type(value));
    }

    /** What a loop goes through. */
    static List<Object> items(Object value, String what) {
        return switch (value) {
            case List<?> list -> List.copyOf(list);
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case String text -> text.codePoints().mapToObj(c -> (Object) Character.toString(c)).toList();
            case Namespace _,TemplateFunction _,Boolean _,Long _,Double _ ->
                throw JinjaException.value(what + " goes through a list, a map or a text, not " + type(value));
            case Nothing nothing when nothing == Nothing.UNDEFINED -> List.of();
            default -> throw JinjaException.value(what + " goes through a list, a map or a text, not " + type(value));
        };
    }

    static String type(Object value) {
        return switch (value) {
            case Nothing nothing -> nothing == Nothing.NONE ? "none" : "an undefined value";
            case Boolean _ -> "a truth value";
            case Long _ -> "a whole number";
            case Double _ -> "a number";
            case String _ -> "a text";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a map";
            case Namespace _ -> "a namespace";
            default -> "a function";
        };
    }

    static boolean same(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return isInteger(left) && isInteger(right)
                    ? integer(left, "==") == integer(right, "==")
                    : number(left, "==") == number(right, "==");
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size() && a.entrySet().stream()
                    .allMatch(entry -> b.containsKey(entry.getKey()) && same(entry.getValue(), b.get(entry.getKey())));
        }
        return left.equals(right);
    }

    static int compare(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return isInteger(left) && isInteger(right)
                    ? Long.compare(integer(left, "<"), integer(right, "<"))
                    : Double.compare(number(left, "<"), number(right, "<"));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return compare(a.get(i), b.get(i));
                }
            }
            return Integer.compare(a.size(), b.size());
        }
        throw JinjaException.value(type(left) + " and " + type(right) + " have no order");
    }

    static boolean contains(Object container, Object item) {
        return switch (container) {
            case String text -> text.contains(string(item, "in"));
            case List<?> list -> list.stream().anyMatch(each -> same(each, item));
            case Map<?, ?> map -> map.containsKey(item);
            case Nothing nothing when nothing == Nothing.UNDEFINED -> false;
            default -> throw JinjaException.value("nothing is in " + type(container));
        };
    }

    /** What an output writes. */
    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Nothing nothing -> nothing == Nothing.NONE ? "None" : "";
            default -> shown(value);
        };
    }

    /** How Python shows it inside a list. */
    static String shown(Object value) {
        return switch (value) {
            case Nothing nothing -> nothing == Nothing.NONE ? "None" : "Undefined";
            case Boolean flag -> flag ? "True" : "False";
            case Long number -> number.toString();
            case Double number -> Floats.text(number);
            case String text -> quoted(text);
            case List<?> list -> list.stream().map(JinjaValues::shown).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> shown(entry.getKey()) + ": " + shown(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Namespace _ -> "<namespace>";
            default -> "<function>";
        };
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (c < 0x20 || c == 0x7F) {
                        out.append(String.format("\\x%02x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }

    static List<Object> mutable(List<?> list) {
        return new ArrayList<>(list);
    }
}
