package dev.maestro.policy.text.jinja;

/** The two kinds of nothing that templates tell apart. */
enum Nothing {
    NONE,
    UNDEFINED
}
