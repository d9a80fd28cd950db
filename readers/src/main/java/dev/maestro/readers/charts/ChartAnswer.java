package dev.maestro.experts.embedded.charts;

/**
 * @param text     the bare answer
 * @param evidence one line that says what it was read from
 */
record Answer(String text, String evidence) {}
