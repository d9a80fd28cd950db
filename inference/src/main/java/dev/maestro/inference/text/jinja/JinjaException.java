package dev.maestro.inference.text.jinja;

/** A template that cannot be read, uses what is not supported, raised an error of its own, or went past a limit. */
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    JinjaException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public enum Kind {
        /** It is no template, or uses a construct that is not supported. */
        SYNTAX,
        /** The template said no: {@code raise_exception}. */
        RAISED,
        /** An operation on values that do not go together, or on an undefined one. */
        VALUE,
        /** Too many steps, too deep, or too long an output. */
        LIMIT
    }

    static JinjaException syntax(int line, String message) {
        return new JinjaException(Kind.SYNTAX, "line " + line + ": " + message);
    }

    static JinjaException value(String message) {
        return new JinjaException(Kind.VALUE, message);
    }

    static JinjaException limit(String message) {
        return new JinjaException(Kind.LIMIT, message);
    }
}
