package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.JinjaToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Template text → tokens, with white space as chat templates expect it: the first newline after a block and the
 * blanks before one on its line are dropped, and {@code -} and {@code +} in a tag overrule that.
 */
final class Lexer {
    private static final String[] OPERATORS = {"**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "(", ")", "[", "]", "{",
        "}", "<", ">", "=", ".", ":", ",", "|", ";"};

    private final String source;
    private final List<JinjaToken> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String source) {
        this.source = source;
    }

    static List<JinjaToken> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        return new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source).run();
    }

    private List<JinjaToken> run() {
        while (at < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                text(source.substring(at));
                at = source.length();
                break;
            }
            char kind = source.charAt(tag + 1);
            char control = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            text(before(tag, kind, control));
            moveTo(tag + 2 + (control == '-' || control == '+' ? 1 : 0));
            switch (kind) {
                case '#' -> comment();
                case '%' -> block();
                default -> inside(Kind.OUTPUT_BEGIN, Kind.OUTPUT_END, "}}");
            }
        }
        tokens.add(new JinjaToken(Kind.END, "", line));
        return tokens;
    }

    private int nextTag() {
        for (int i = at; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private String before(int tag, char kind, char control) {
        String text = source.substring(at, tag);
        if (control == '-') {
            return text.stripTrailing();
        }
        if (control == '+' || kind == '{') {
            return text;
        }
        int start = text.lastIndexOf('\n') + 1;
        boolean startsLine = start > 0 || at == 0 || source.charAt(at - 1) == '\n';
        return startsLine && text.substring(start).isBlank() ? text.substring(0, start) : text;
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            tokens.add(new JinjaToken(Kind.TEXT, text, line));
        }
    }

    private void moveTo(int to) {
        while (at < to) {
            if (source.charAt(at++) == '\n') {
                line++;
            }
        }
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw JinjaException.syntax(line, "a comment is not closed");
        }
        char control = source.charAt(end - 1);
        moveTo(end + 2);
        afterTag(control, true);
    }

    private void block() {
        int name = at;
        while (name < source.length() && Character.isWhitespace(source.charAt(name))) {
            name++;
        }
        if (source.startsWith("raw", name) && !identifier(source, name + 3)) {
            raw(name);
        } else {
            inside(Kind.BLOCK_BEGIN, Kind.BLOCK_END, "%}");
        }
    }

    private void raw(int name) {
        int begin = source.indexOf("%}", name);
        java.util.regex.Matcher end = java.util.regex.Pattern.compile("\\{%[-+]?\\s*endraw\\s*[-+]?%}").matcher(source);
        if (begin < 0 || !end.find(begin)) {
            throw JinjaException.syntax(line, "raw is not closed");
        }
        moveTo(begin + 2);
        afterTag(source.charAt(begin - 1), true);
        String text = source.substring(Math.min(at, end.start()), end.start());
        text(source.charAt(end.start() + 2) == '-' ? text.stripTrailing() : text);
        moveTo(end.end());
        afterTag(source.charAt(end.end() - 3), true);
    }

    /** After the closing braces. */
    private void afterTag(char control, boolean dropsNewline) {
        if (control == '-') {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                moveTo(at + 1);
            }
        } else if (dropsNewline && control != '+' && at < source.length() && source.charAt(at) == '\n') {
            moveTo(at + 1);
        }
    }

    private void inside(Kind begin, Kind end, String close) {
        tokens.add(new JinjaToken(begin, "", line));
        int open = 0;
        while (true) {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                moveTo(at + 1);
            }
            if (at >= source.length()) {
                throw JinjaException.syntax(line, "a tag is not closed by " + close);
            }
            char c = source.charAt(at);
            if (open == 0 && (source.startsWith(close, at) || (c == '-' || c == '+') && source.startsWith(close, at + 1))) {
                tokens.add(new JinjaToken(end, "", line));
                boolean controlled = c == '-' || c == '+';
                moveTo(at + close.length() + (controlled ? 1 : 0));
                afterTag(controlled ? c : ' ', end == Kind.BLOCK_END);
                return;
            }
            JinjaToken token = token(c);
            open += token.is("(") || token.is("[") || token.is("{") ? 1 : token.is(")") || token.is("]") || token.is("}") ? -1 : 0;
            tokens.add(token);
        }
    }

    private JinjaToken token(char c) {
        int start = at;
        if (c == '\'' || c == '"') {
            return string(c);
        }
        if (Character.isDigit(c)) {
            int end = digits(at);
            boolean fraction = end + 1 < source.length() && source.charAt(end) == '.' && Character.isDigit(source.charAt(end + 1));
            end = fraction ? digits(end + 1) : end;
            moveTo(end);
            return new JinjaToken(fraction ? Kind.FLOAT : Kind.INTEGER, source.substring(start, end).replace("_", ""), line);
        }
        if (identifier(source, at)) {
            int end = at;
            while (identifier(source, end)) {
                end++;
            }
            moveTo(end);
            return new JinjaToken(Kind.NAME, source.substring(start, end), line);
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                moveTo(at + operator.length());
                return new JinjaToken(Kind.OPERATOR, operator, line);
            }
        }
        throw JinjaException.syntax(line, "\"" + c + "\" is not expected in a tag");
    }

    private int digits(int from) {
        int end = from;
        while (end < source.length() && (Character.isDigit(source.charAt(end)) || source.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private static boolean identifier(String source, int at) {
        return at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_');
    }

    private JinjaToken string(char quote) {
        int start = line;
        StringBuilder value = new StringBuilder();
        moveTo(at + 1);
        while (at < source.length() && source.charAt(at) != quote) {
            char c = source.charAt(at);
            moveTo(at + 1);
            if (c == '\\' && at < source.length()) {
                escape(value);
            } else {
                value.append(c);
            }
        }
        if (at >= source.length()) {
            throw JinjaException.syntax(start, "a string is not closed");
        }
        moveTo(at + 1);
        return new JinjaToken(Kind.STRING, value.toString(), start);
    }

    private void escape(StringBuilder value) {
        char c = source.charAt(at);
        moveTo(at + 1);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case '0' -> value.append('\0');
            case '\\', '\'', '"' -> value.append(c);
            case '\n' -> {}
            case 'x' -> code(value, 2);
            case 'u' -> code(value, 4);
            case 'U' -> code(value, 8);
            default -> value.append('\\').append(c);
        }
    }

    private void code(StringBuilder value, int digits) {
        try {
            value.appendCodePoint(Integer.parseInt(source.substring(at, at + digits), 16));
            moveTo(at + digits);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw JinjaException.syntax(line, "an escape in a string needs " + digits + " hexadecimal digits of a character");
        }
    }
}
