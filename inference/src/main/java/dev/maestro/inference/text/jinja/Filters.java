package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.TemplateFunction.Given;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code value | filter}. */
final class Filters {
    private Filters() {}

    static Object apply(String name, Object value, Given given) {
        return switch (name) {
            case "trim" ->
                Methods.strip(JinjaValues.text(value),
                        given.argument(0, "chars")
                                .filter(chars -> chars != Nothing.NONE).<java.util.function.IntPredicate>map(
                                        chars -> c -> JinjaValues.string(chars, name).indexOf(c) >= 0)
                                .orElse(Methods::isSpace),
                        true, true);
            case "upper" -> JinjaValues.text(value).toUpperCase(Locale.ROOT);
            case "lower" -> JinjaValues.text(value).toLowerCase(Locale.ROOT);
            case "title" -> Methods.title(JinjaValues.text(value));
            case "capitalize" -> Methods.capital(JinjaValues.text(value));
            case "string" -> JinjaValues.text(value);
            case "safe" -> value;
            case "escape", "e" -> escape(JinjaValues.text(value));
            case "length", "count" -> length(value);
            case "default",
                    "d" ->
                value == Nothing.UNDEFINED || given.flag(1, "boolean") && !JinjaValues.truth(value)
                        ? given.argument(0, "default_value").orElse("")
                        : value;
            case "first" -> JinjaValues.items(value, name).stream().findFirst().orElse(Nothing.UNDEFINED);
            case "last" -> last(JinjaValues.items(value, name));
            case "list" -> JinjaValues.items(value, name);
            case "items" -> value == Nothing.UNDEFINED ? List.of() : Methods.pairs(map(value, name));
            case "dictsort" -> dictsort(map(value, name), given);
            case "join" -> join(value, given);
            case "replace" -> Methods.replace(JinjaValues.text(value), JinjaValues.string(given.needed(0, "old"), name),
                    JinjaValues.string(given.needed(1, "new"), name), given.number(2, "count", -1));
            case "tojson" -> new JsonText(given.number(1, "indent", -1),
                    separator(given, 0, given.number(1, "indent", -1) >= 0 ? "," : ", "), separator(given, 1, ": "),
                    given.flag(3, "sort_keys"), given.flag(0, "ensure_ascii")).of(value);
            case "int" -> integer(value, given);
            case "float" -> decimal(value, given);
            case "abs" -> value instanceof Double number ? (Object) Math.abs(number) : (Object) Math.abs(JinjaValues.integer(value, name));
            case "round" -> round(JinjaValues.number(value, name), given);
            case "reverse" ->
                value instanceof String text ? new StringBuilder(text).reverse().toString() : JinjaValues.items(value, name).reversed();
            case "sort" -> sort(JinjaValues.items(value, name), given);
            case "unique" -> unique(JinjaValues.items(value, name));
            case "min" -> JinjaValues.items(value, name).stream().min(JinjaValues::compare).orElse(Nothing.UNDEFINED);
            case "max" -> JinjaValues.items(value, name).stream().max(JinjaValues::compare).orElse(Nothing.UNDEFINED);
            case "sum" -> sum(value, given);
            case "indent" -> indent(JinjaValues.text(value), given);
            case "map" -> map(JinjaValues.items(value, name), given);
            case "select", "reject" -> choose(JinjaValues.items(value, name), given, 0, name.equals("select"), item -> item);
            case "selectattr", "rejectattr" -> {
                String attribute = JinjaValues.string(given.needed(0, "attribute"), name);
                yield choose(JinjaValues.items(value, name), given, 1, name.equals("selectattr"), item -> attribute(item, attribute));
            }
            default -> throw JinjaException.value("there is no filter \"" + name + "\"");
        };
    }

    static long length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Nothing nothing when nothing == Nothing.UNDEFINED -> 0;
            default -> throw JinjaException.value(JinjaValues.type(value) + " has no length");
        };
    }

    private static Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw JinjaException.value(what + " needs a map, not " + JinjaValues.type(value));
    }

    private static Object last(List<Object> items) {
        return items.isEmpty() ? Nothing.UNDEFINED : items.getLast();
    }

    /** By a path of names and positions, {@code a.b.0}. */
    private static Object attribute(Object item, String path) {
        Object value = item;
        for (String part : path.split("\\.")) {
            Optional<Object> found = switch (value) {
                case Map<?, ?> map -> Optional.ofNullable(map.get(part));
                case List<?> list when part.matches("\\d{1,9}") && Integer.parseInt(part) < list.size() ->
                    Optional.of(list.get(Integer.parseInt(part)));
                default -> Optional.empty();
            };
            value = found.orElse(Nothing.UNDEFINED);
        }
        return value;
    }

    private static List<Object> dictsort(Map<?, ?> map, Given given) {
        int by = given.text(1, "by", "key").equals("value") ? 1 : 0;
        List<Object> pairs = JinjaValues.mutable(Methods.pairs(map));
        boolean exact = given.flag(0, "case_sensitive");
        pairs.sort(Comparator.comparing(pair -> folded(((List<?>) pair).get(by), exact), JinjaValues::compare));
        return given.flag(2, "reverse") ? pairs.reversed() : pairs;
    }

    private static Object folded(Object value, boolean exact) {
        return !exact && value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
    }

    private static List<Object> sort(List<Object> items, Given given) {
        List<Object> sorted = JinjaValues.mutable(items);
        boolean exact = given.flag(1, "case_sensitive");
        Optional<Object> by = given.argument(2, "attribute").filter(value -> value != Nothing.NONE);
        sorted.sort(Comparator.comparing(item -> folded(by.map(name -> attribute(item, JinjaValues.text(name))).orElse(item), exact),
                JinjaValues::compare));
        return given.flag(0, "reverse") ? sorted.reversed() : sorted;
    }

    private static List<Object> unique(List<Object> items) {
        List<Object> unique = new ArrayList<>();
        for (Object item : items) {
            if (unique.stream().noneMatch(seen -> JinjaValues.same(folded(seen, false), folded(item, false)))) {
                unique.add(item);
            }
        }
        return unique;
    }

    private static String join(Object value, Given given) {
        Optional<Object> by = given.argument(1, "attribute").filter(name -> name != Nothing.NONE);
        List<Object> items = JinjaValues.items(value, "join");
        return Methods.join(by.map(name -> items.stream().map(item -> attribute(item, JinjaValues.text(name))).toList()).orElse(items),
                given.text(0, "d", ""));
    }

    private static String separator(Given given, int which, String otherwise) {
        return given.argument(2, "separators").filter(value -> value instanceof List<?> list && list.size() == 2)
                .map(value -> JinjaValues.string(((List<?>) value).get(which), "separators")).orElse(otherwise);
    }

    private static Object integer(Object value, Given given) {
        try {
            return switch (value) {
                case Double number -> (long) (double) number;
                case String text ->
                    text.strip().matches("[-+]?\\d+") ? Long.parseLong(text.strip()) : (long) Double.parseDouble(text.strip());
                default -> JinjaValues.integer(value, "int");
            };
        } catch (NumberFormatException | JinjaException _) {
            return given.argument(0, "default").orElse(0L);
        }
    }

    private static Object decimal(Object value, Given given) {
        try {
            return value instanceof String text ? Double.parseDouble(text.strip()) : JinjaValues.number(value, "float");
        } catch (NumberFormatException | JinjaException _) {
            return given.argument(0, "default").orElse(0.0);
        }
    }

    private static Object round(double value, Given given) {
        java.math.RoundingMode mode = switch (given.text(1, "method", "common")) {
            case "ceil" -> java.math.RoundingMode.CEILING;
            case "floor" -> java.math.RoundingMode.FLOOR;
            default -> java.math.RoundingMode.HALF_EVEN;
        };
        return new java.math.BigDecimal(value).setScale(given.number(0, "precision", 0), mode).doubleValue();
    }

    private static Object sum(Object value, Given given) {
        Optional<Object> by = given.argument(0, "attribute").filter(name -> name != Nothing.NONE);
        Object sum = given.argument(1, "start").orElse(0L);
        for (Object item : JinjaValues.items(value, "sum")) {
            sum = ValueArithmetic.of("+", sum, by.map(name -> attribute(item, JinjaValues.text(name))).orElse(item));
        }
        return sum;
    }

    private static String indent(String text, Given given) {
        Object width = given.argument(0, "width").orElse(4L);
        String margin = width instanceof String own ? own : " ".repeat((int) Math.clamp(JinjaValues.integer(width, "indent"), 0L, 1000L));
        boolean blank = given.flag(2, "blank");
        String[] lines = text.split("\n", -1);
        return RenderLimits.text(text.length() + (long) lines.length * margin.length(), () -> {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < lines.length; i++) {
                out.append(i > 0 ? "\n" : "");
                out.append(i == 0 && !given.flag(1, "first") || lines[i].isBlank() && !blank ? "" : margin).append(lines[i]);
            }
            return out.toString();
        });
    }

    private static List<Object> map(List<Object> items, Given given) {
        Object attribute = given.named().get("attribute");
        if (attribute != null) {
            return items.stream().map(item -> {
                Object found = attribute(item, JinjaValues.text(attribute));
                return found == Nothing.UNDEFINED ? given.named().getOrDefault("default", found) : found;
            }).toList();
        }
        String filter = JinjaValues.string(given.needed(0, "filter"), "map");
        Given rest = new Given(filter, given.values().subList(1, given.values().size()), given.named());
        return items.stream().map(item -> apply(filter, item, rest)).toList();
    }

    private static List<Object> choose(List<Object> items, Given given, int test, boolean wanted,
            java.util.function.UnaryOperator<Object> of) {
        Optional<String> name = given.argument(test, "test").map(value -> JinjaValues.string(value, given.what()));
        Given rest = new Given(given.what(), given.values().subList(Math.min(test + 1, given.values().size()), given.values().size()),
                given.named());
        return items.stream().filter(item -> name.map(which -> ValueTests.holds(which, of.apply(item), rest))
                .orElseGet(() -> JinjaValues.truth(of.apply(item))) == wanted).toList();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;").replace("'", "&#39;").replace("\"", "&#34;");
    }
}
