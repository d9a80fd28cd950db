package dev.maestro.skills.replies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads JSON as models write it: inside prose or fences, with single quotes (apostrophes inside survive), bare keys,
 * trailing commas, Python's literals and tuples, or cut off at the end. Total and bounded: it tries at most {@value
 * #MAX_STARTS} places, each in one pass.
 */
public final class LooseJson {
    private static final int MAX_STARTS = 60;
    private static final int MAX_DEPTH = 40;
    private static final int MAX_VALUES = 5_000;
    private static final int MAX_NUMBER = 30;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String text;
    private int at;
    private int values;

    private LooseJson(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Every outermost object or array in the text that holds something, in order. */
    public static List<JsonNode> findAll(String text) {
        List<JsonNode> found = new ArrayList<>();
        int from = 0;
        for (int tries = 0; tries < MAX_STARTS; tries++) {
            int start = nextOpening(text, from);
            if (start < 0) {
                break;
            }
            LooseJson parser = new LooseJson(text, start);
            Optional<JsonNode> node = parser.value(0);
            if (node.isPresent() && !node.get().isEmpty()) {
                found.add(node.get());
                from = Math.max(parser.at, start + 1);
            } else {
                from = start + 1;
            }
        }
        return found;
    }

    private static int nextOpening(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '{' || text.charAt(i) == '[') {
                return i;
            }
        }
        return -1;
    }

    private Optional<JsonNode> value(int depth) {
        space();
        if (at >= text.length() || depth > MAX_DEPTH || ++values > MAX_VALUES) {
            return Optional.empty();
        }
        char c = text.charAt(at);
        if (c == '{') {
            return object(depth);
        }
        if (c == '[' || c == '(') {
            return array(depth, c == '[' ? ']' : ')');
        }
        return isQuote(c) ? string().map(NODES::textNode) : word();
    }

    private Optional<JsonNode> object(int depth) {
        ObjectNode object = NODES.objectNode();
        at++;
        while (true) {
            separators();
            if (at >= text.length()) {
                return Optional.of(object);
            }
            if (text.charAt(at) == '}') {
                at++;
                return Optional.of(object);
            }
            Optional<String> key = isQuote(text.charAt(at)) ? string() : bareKey();
            space();
            if (key.isEmpty() || at >= text.length() || (text.charAt(at) != ':' && text.charAt(at) != '=')) {
                return at >= text.length() ? Optional.of(object) : Optional.empty();
            }
            at++;
            Optional<JsonNode> value = value(depth + 1);
            if (value.isEmpty()) {
                return at >= text.length() ? Optional.of(object) : Optional.empty();
            }
            object.set(key.get(), value.get());
        }
    }

    private Optional<JsonNode> array(int depth, char close) {
        ArrayNode array = NODES.arrayNode();
        at++;
        while (true) {
            separators();
            if (at >= text.length()) {
                return Optional.of(array);
            }
            if (text.charAt(at) == close) {
                at++;
                return Optional.of(array);
            }
            Optional<JsonNode> value = value(depth + 1);
            if (value.isEmpty()) {
                return at >= text.length() ? Optional.of(array) : Optional.empty();
            }
            array.add(value.get());
        }
    }

    private Optional<String> string() {
        char open = text.charAt(at++);
        char close = open == '\u201c' ? '\u201d' : open == '\u2018' ? '\u2019' : open;
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                string.append(switch (escaped) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case '"', '\'', '\\', '/' -> escaped;
                    default -> "\\" + escaped;
                });
            } else if (c == close && ends()) {
                return Optional.of(string.toString());
            } else {
                string.append(c);
            }
        }
        return Optional.of(string.toString());
    }

    // A quotation mark ends a string only before something that can follow one, so "driver's seat" stays whole.
    private boolean ends() {
        int i = at;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i >= text.length() || ",:}])=`".indexOf(text.charAt(i)) >= 0;
    }

    private Optional<String> bareKey() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at == start ? Optional.empty() : Optional.of(text.substring(start, at));
    }

    private Optional<JsonNode> word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "+-._%".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "true" -> Optional.of(NODES.booleanNode(true));
            case "false" -> Optional.of(NODES.booleanNode(false));
            case "null", "none", "nan" -> Optional.of(NODES.nullNode());
            default -> number(word).<JsonNode>map(NODES::numberNode).or(() -> Optional.of(NODES.textNode(word)));
        };
    }

    /** A plain decimal number of at most {@value #MAX_NUMBER} characters; no exponents, which could stand for numbers of a gigabyte. */
    static Optional<BigDecimal> number(String word) {
        if (word.length() > MAX_NUMBER || !word.matches("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(word.endsWith(".") ? word.substring(0, word.length() - 1) : word));
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void separators() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',' || text.charAt(at) == ';')) {
            at++;
        }
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '\u201c' || c == '\u2018';
    }
}
