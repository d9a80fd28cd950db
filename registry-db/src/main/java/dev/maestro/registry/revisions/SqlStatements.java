package dev.maestro.registry.revisions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text into statements as PostgreSQL's own lexer does: strings of every kind, quoted names, comments within
 * comments, and bodies of functions hold no end of a statement. Values stay out of what it gives. For one text, once.
 */
final class SqlStatements {
    private static final int KEPT_WORDS = 64;

    private final String text;
    private final List<Statement> statements = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private int at;
    private int line = 1;
    private int firstLine;
    private int parentheses;
    private int blocks;

    private SqlStatements(String text) {
        this.text = text;
    }

    /**
     * @param line  of its first word, from 1
     * @param words keywords and names that stand outside of quotes, in lower case, the first {@value #KEPT_WORDS}
     */
    record Statement(int line, List<String> words) {
        Statement {
            words = List.copyOf(words);
        }

        String word(int index) {
            return index < words.size() ? words.get(index) : "";
        }
    }

    /** The statements of a text, the last one also without its semicolon. */
    static List<Statement> of(String text) {
        SqlStatements scan = new SqlStatements(text);
        scan.all();
        return scan.statements;
    }

    private void all() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("--", at)) {
                skipTo("\n");
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (c == '\'') {
                begun();
                string(false);
            } else if (c == '"') {
                begun();
                quoted('"', false);
            } else if (c == '$' && dollarTag() instanceof String tag) {
                begun();
                step(tag.length());
                skipTo(tag);
            } else if (isLetter(c)) {
                word();
            } else if (c == ';' && parentheses == 0 && blocks == 0) {
                step(1);
                end();
            } else {
                parentheses = Math.max(0, parentheses + (c == '(' ? 1 : c == ')' ? -1 : 0));
                if (!Character.isWhitespace(c)) {
                    begun();
                }
                step(1);
            }
        }
        end();
    }

    private void begun() {
        if (firstLine == 0) {
            firstLine = line;
        }
    }

    private void end() {
        if (firstLine > 0) {
            statements.add(new Statement(firstLine, words));
        }
        words = new ArrayList<>();
        firstLine = 0;
        parentheses = 0;
        blocks = 0;
    }

    private void step(int count) {
        int to = Math.min(text.length(), at + count);
        for (; at < to; at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }

    /** Behind the next such text, or to the end. */
    private void skipTo(String end) {
        int found = text.indexOf(end, at);
        step(found < 0 ? text.length() - at : found + end.length() - at);
    }

    private void comment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                step(2);
            } else if (text.startsWith("*/", at)) {
                depth--;
                step(2);
            } else {
                step(1);
            }
        } while (depth > 0 && at < text.length());
    }

    private void string(boolean escapes) {
        quoted('\'', escapes);
    }

    /** A doubled quote ends one part and begins the next, which comes to the same. */
    private void quoted(char quote, boolean escapes) {
        step(1);
        while (at < text.length() && text.charAt(at) != quote) {
            step(escapes && text.charAt(at) == '\\' ? 2 : 1);
        }
        step(1);
    }

    /** {@code $$} or {@code $name$} here; null where the dollar begins no string. */
    private @org.jspecify.annotations.Nullable String dollarTag() {
        int end = at + 1;
        while (end < text.length() && isPartOfWord(text.charAt(end)) && text.charAt(end) != '$') {
            end++;
        }
        boolean named = end == at + 1 || isLetter(text.charAt(at + 1));
        return end < text.length() && text.charAt(end) == '$' && named ? text.substring(at, end + 1) : null;
    }

    private void word() {
        begun();
        int from = at;
        while (at < text.length() && isPartOfWord(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at).toLowerCase(Locale.ROOT);
        if (word.equals("e") && at < text.length() && text.charAt(at) == '\'') {
            string(true);
            return;
        }
        if (words.size() < KEPT_WORDS) {
            words.add(word);
        }
        bodyOfFunction(word);
    }

    /** {@code begin atomic … end} holds statements with semicolons of their own, and {@code case … end} within them. */
    private void bodyOfFunction(String word) {
        boolean routine = words.getFirst().equals("create")
                && words.stream().limit(4).anyMatch(w -> w.equals("function") || w.equals("procedure"));
        if (routine && (word.equals("begin") || blocks > 0 && word.equals("case"))) {
            blocks++;
        } else if (routine && blocks > 0 && word.equals("end")) {
            blocks--;
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    private static boolean isPartOfWord(char c) {
        return isLetter(c) || c >= '0' && c <= '9' || c == '$';
    }
}
