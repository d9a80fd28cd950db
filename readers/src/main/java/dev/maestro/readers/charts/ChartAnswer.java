package dev.maestro.readers.charts;

/**
 * @param text     the bare answer
 * @param evidence one line that says what it was read from
 */
record ChartAnswer(String text, String evidence) {}
