package dev.maestro.inference.text.jinja;

import dev.maestro.inference.text.jinja.JinjaToken.Kind;
import java.util.List;

/** Tokens under a reader's finger. */
final class JinjaTokens {
    /** Deeper nesting than any chat template needs; the parser and the renderer call themselves for each level. */
    private static final int MOST_NESTED = 100;

    private final List<JinjaToken> tokens;
    private int at;
    private int depth;

    JinjaTokens(List<JinjaToken> tokens) {
        this.tokens = tokens;
    }

    JinjaToken current() {
        return tokens.get(at);
    }

    JinjaToken after() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    JinjaToken next() {
        JinjaToken token = current();
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    boolean skip(String operator) {
        if (current().is(operator)) {
            at++;
            return true;
        }
        return false;
    }

    boolean skipName(String name) {
        if (current().names(name)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String operator) {
        if (!skip(operator)) {
            throw unexpected("\"" + operator + "\"");
        }
    }

    void expect(Kind kind) {
        if (current().kind() != kind) {
            throw unexpected(kind == Kind.BLOCK_END ? "%}" : kind == Kind.OUTPUT_END ? "}}" : kind.name());
        }
        at++;
    }

    String name() {
        if (current().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return next().text();
    }

    void deeper() {
        if (++depth > MOST_NESTED) {
            throw JinjaException.limit("line " + current().line() + ": nested more than " + MOST_NESTED + " deep");
        }
    }

    void shallower() {
        depth--;
    }

    JinjaException unexpected(String wanted) {
        JinjaToken token = current();
        String found = token.kind() == Kind.END
                ? "the end of the template"
                : token.text().isEmpty() ? token.kind().name() : "\"" + token.text() + "\"";
        return JinjaException.syntax(token.line(), "expected " + wanted + ", found " + found);
    }
}
