package dev.maestro.inference.text.jinja;

/** The two kinds of nothing that templates tell apart. */
enum Nothing {
    NONE,
    UNDEFINED
}
