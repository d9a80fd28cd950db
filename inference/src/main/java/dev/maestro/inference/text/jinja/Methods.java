package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.TemplateFunction.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Methods of texts, maps and lists that change nothing. */
final class Methods {
    private Methods() {}

    static Optional<TemplateFunction> of(Object value, String name) {
        return switch (value) {
            case String text -> ofText(text, name);
            case Map<?, ?> map -> ofMap(map, name);
            case List<?> list -> ofList(list, name);
            default -> Optional.empty();
        };
    }

    private static Optional<TemplateFunction> ofText(String text, String name) {
        return switch (name) {
            case "strip" -> Optional.of(given -> strip(text, chars(given), true, true));
            case "lstrip" -> Optional.of(given -> strip(text, chars(given), true, false));
            case "rstrip" -> Optional.of(given -> strip(text, chars(given), false, true));
            case "split" -> Optional.of(given -> split(text, given));
            case "rsplit" -> Optional.of(given -> splitFromTheRight(text, given));
            case "splitlines" -> Optional.of(_ -> text.lines().map(line -> (Object) line).toList());
            case "startswith" -> Optional.of(given -> any(given, text::startsWith));
            case "endswith" -> Optional.of(given -> any(given, text::endsWith));
            case "removeprefix" -> Optional.of(given -> {
                String prefix = JinjaValues.string(given.needed(0, "prefix"), "removeprefix");
                return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            });
            case "removesuffix" -> Optional.of(given -> {
                String suffix = JinjaValues.string(given.needed(0, "suffix"), "removesuffix");
                return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            });
            case "upper" -> Optional.of(_ -> text.toUpperCase(Locale.ROOT));
            case "lower" -> Optional.of(_ -> text.toLowerCase(Locale.ROOT));
            case "title" -> Optional.of(_ -> title(text));
            case "capitalize" -> Optional.of(_ -> capital(text));
            case "replace" -> Optional.of(given -> replace(text, JinjaValues.string(given.needed(0, "old"), "replace"),
                    JinjaValues.string(given.needed(1, "new"), "replace"), given.number(2, "count", -1)));
            case "find" -> Optional.of(given -> points(text, text.indexOf(JinjaValues.string(given.needed(0, "sub"), "find"))));
            case "rfind" -> Optional.of(given -> points(text, text.lastIndexOf(JinjaValues.string(given.needed(0, "sub"), "rfind"))));
            case "count" -> Optional.of(given -> count(text, JinjaValues.string(given.needed(0, "sub"), "count")));
            case "join" -> Optional.of(given -> join(JinjaValues.items(given.needed(0, "iterable"), "join"), text));
            case "isdigit" -> Optional.of(_ -> all(text, Character::isDigit));
            case "isalpha" -> Optional.of(_ -> all(text, Character::isLetter));
            case "isalnum" -> Optional.of(_ -> all(text, Character::isLetterOrDigit));
            case "isspace" -> Optional.of(_ -> all(text, Methods::isSpace));
            case "isupper" ->
                Optional.of(_ -> text.codePoints().anyMatch(Character::isUpperCase) && text.codePoints().noneMatch(Character::isLowerCase));
            case "islower" ->
                Optional.of(_ -> text.codePoints().anyMatch(Character::isLowerCase) && text.codePoints().noneMatch(Character::isUpperCase));
            default -> Optional.empty();
        };
    }

    private static Optional<TemplateFunction> ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> Optional.of(_ -> pairs(map));
            case "keys" -> Optional.of(_ -> List.copyOf(map.keySet()));
            case "values" -> Optional.of(_ -> List.copyOf(map.values()));
            case "get" -> Optional.of(given -> {
                Object found = map.get(given.needed(0, "key"));
                return found == null ? given.argument(1, "default").orElse(Nothing.NONE) : found;
            });
            default -> Optional.empty();
        };
    }

    private static Optional<TemplateFunction> ofList(List<?> list, String name) {
        return switch (name) {
            case "index" -> Optional.of(given -> {
                for (int i = 0; i < list.size(); i++) {
                    if (JinjaValues.same(list.get(i), given.needed(0, "value"))) {
                        return (long) i;
                    }
                }
                throw JinjaException.value("index: the value is not in the list");
            });
            case "count" -> Optional.of(given -> list.stream().filter(item -> JinjaValues.same(item, given.needed(0, "value"))).count());
            default -> Optional.empty();
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        List<Object> pairs = new ArrayList<>();
        map.forEach((key, value) -> pairs.add(List.of(key, value)));
        return pairs;
    }

    /** White space as Python takes it. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private static IntPredicate chars(Given given) {
        return given.argument(0, "chars").filter(value -> value != Nothing.NONE)
                .map(value -> JinjaValues.string(value, given.what()))
                .<IntPredicate>map(chars -> c -> chars.indexOf(c) >= 0)
                .orElse(Methods::isSpace);
    }

    static String strip(String text, IntPredicate chars, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && chars.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && chars.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static List<Object> split(String text, Given given) {
        int most = given.number(1, "maxsplit", -1);
        List<Object> parts = new ArrayList<>();
        Optional<Object> by = given.argument(0, "sep").filter(value -> value != Nothing.NONE);
        if (by.isEmpty()) {
            String rest = strip(text, Methods::isSpace, true, most < 0);
            while (!rest.isEmpty()) {
                int end = 0;
                while (end < rest.length() && !isSpace(rest.charAt(end)) || parts.size() == most && end < rest.length()) {
                    end++;
                }
                parts.add(rest.substring(0, end));
                rest = strip(rest.substring(end), Methods::isSpace, true, false);
            }
            return parts;
        }
        String separator = separator(by.get());
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() != most; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> splitFromTheRight(String text, Given given) {
        int most = given.number(1, "maxsplit", -1);
        String separator = separator(given.needed(0, "sep"));
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        for (int at = text.lastIndexOf(separator); at >= 0
                && parts.size() != most; at = text.lastIndexOf(separator, to - separator.length())) {
            parts.addFirst(text.substring(at + separator.length(), to));
            to = at;
            if (to < separator.length()) {
                break;
            }
        }
        parts.addFirst(text.substring(0, to));
        return parts;
    }

    private static String separator(Object value) {
        String separator = JinjaValues.string(value, "split");
        if (separator.isEmpty()) {
            throw JinjaException.value("split needs a separator that is not empty");
        }
        return separator;
    }

    private static boolean any(Given given, java.util.function.Predicate<String> test) {
        Object wanted = given.needed(0, "prefix");
        return wanted instanceof List<?> several
                ? several.stream().anyMatch(one -> test.test(JinjaValues.string(one, given.what())))
                : test.test(JinjaValues.string(wanted, given.what()));
    }

    static String replace(String text, String old, String with, int count) {
        if (old.isEmpty()) {
            throw JinjaException.value("replace needs a text to look for");
        }
        long times = Math.min(count < 0 ? Long.MAX_VALUE : count, count(text, old));
        return RenderLimits.text(text.length() + times * (with.length() - old.length()), () -> {
            StringBuilder out = new StringBuilder();
            int from = 0;
            for (long i = 0; i < times; i++) {
                int at = text.indexOf(old, from);
                out.append(text, from, at).append(with);
                from = at + old.length();
            }
            return out.append(text, from, text.length()).toString();
        });
    }

    private static long count(String text, String part) {
        long count = 0;
        for (int at = text.indexOf(part); at >= 0 && !part.isEmpty(); at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    static String join(List<Object> items, String separator) {
        long length = 0;
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            texts.add(JinjaValues.text(item));
            length += texts.getLast().length() + separator.length();
        }
        return RenderLimits.text(length, () -> String.join(separator, texts));
    }

    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    /** Positions count characters, not halves of pairs. */
    private static long points(String text, int at) {
        return at < 0 ? -1 : text.codePointCount(0, at);
    }
}
