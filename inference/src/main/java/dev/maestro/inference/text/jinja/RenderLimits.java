package dev.maestro.inference.text.jinja;

/** What one rendering may spend; templates come with checkpoints, and checkpoints from strangers. */
final class RenderLimits {
    /** Expressions and statements: a conversation of thousands of turns takes well under a million. */
    private static final long MOST_STEPS = 20_000_000;

    /** Characters of output, and of any one text on the way: some 8 million tokens. */
    static final int MOST_CHARACTERS = 32 << 20;

    /** Elements of a list a template makes. */
    static final int MOST_ELEMENTS = 1_000_000;

    /** Macros in macros. */
    static final int MOST_CALLS = 50;

    private long steps;
    private int calls;

    void step() {
        if (++steps > MOST_STEPS) {
            throw JinjaException.limit("more than " + MOST_STEPS + " steps");
        }
    }

    void enter() {
        if (++calls > MOST_CALLS) {
            throw JinjaException.limit("macros call each other more than " + MOST_CALLS + " deep");
        }
    }

    void leave() {
        calls--;
    }

    static String text(long length, java.util.function.Supplier<String> text) {
        if (length > MOST_CHARACTERS) {
            throw JinjaException.limit("a text of " + length + " characters; at most " + MOST_CHARACTERS + " are allowed");
        }
        return text.get();
    }
}
