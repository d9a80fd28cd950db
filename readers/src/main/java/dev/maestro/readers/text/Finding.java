package dev.maestro.readers.text;

/**
 * An answer and what it rests on.
 *
 * @param answer     bare
 * @param reason     the evidence in a sentence
 * @param confidence 0 to 1
 */
record Finding(String answer, String reason, double confidence) {}
