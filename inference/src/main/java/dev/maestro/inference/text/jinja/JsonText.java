package dev.maestro.inference.text.jinja;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Values as Python's JSON writer puts them: a blank after commas and colons, or indented. */
final class JsonText {
    private final int indent;
    private final String comma;
    private final String colon;
    private final boolean sorted;
    private final boolean ascii;
    private final StringBuilder out = new StringBuilder();

    /** @param indent blanks per level; negative for one line */
    JsonText(int indent, String comma, String colon, boolean sorted, boolean ascii) {
        this.indent = indent;
        this.comma = comma;
        this.colon = colon;
        this.sorted = sorted;
        this.ascii = ascii;
    }

    String of(Object value) {
        write(value, 0);
        return out.toString();
    }

    private void write(Object value, int level) {
        if (out.length() > RenderLimits.MOST_CHARACTERS) {
            throw JinjaException.limit("tojson wrote more than " + RenderLimits.MOST_CHARACTERS + " characters");
        }
        switch (value) {
            case Nothing nothing when nothing == Nothing.NONE -> out.append("null");
            case Boolean flag -> out.append(flag);
            case Long number -> out.append(number);
            case Double number ->
                out.append(number.isNaN() ? "NaN" : number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : Floats.text(number));
            case String text -> string(text);
            case List<?> list -> all(list, level, '[', ']', item -> write(item, level + 1));
            case Map<?, ?> map -> all(sorted ? map.keySet().stream().sorted((a, b) -> JinjaValues.compare(a, b)).toList() : map.keySet(),
                    level, '{', '}', key -> {
                        string(key instanceof String text
                                ? text
                                : key instanceof Boolean flag ? flag.toString() : key == Nothing.NONE ? "null" : JinjaValues.text(key));
                        out.append(colon);
                        write(java.util.Objects.requireNonNull(map.get(key)), level + 1);
                    });
            default -> throw JinjaException.value("tojson cannot write " + JinjaValues.type(value));
        }
    }

    private void all(Collection<?> items, int level, char open, char close, java.util.function.Consumer<Object> write) {
        out.append(open);
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                out.append(comma);
            }
            newline(level + 1);
            first = false;
            write.accept(item);
        }
        if (!first) {
            newline(level);
        }
        out.append(close);
    }

    private void newline(int level) {
        if (indent >= 0) {
            out.append('\n').append(" ".repeat(indent * level));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7E) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
