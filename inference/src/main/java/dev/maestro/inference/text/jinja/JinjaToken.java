package dev.maestro.inference.text.jinja;

/**
 * @param text of a name, number, operator or text; of a string its value
 * @param line where it begins, from 1
 */
record JinjaToken(Kind kind, String text, int line) {
    enum Kind {
        TEXT,
        BLOCK_BEGIN,
        BLOCK_END,
        OUTPUT_BEGIN,
        OUTPUT_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean names(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
