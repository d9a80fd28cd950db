package dev.maestro.readers.text;

/**
 * A word of a line.
 *
 * @param text       without spaces
 * @param confidence 0 to 1
 * @param quad       its corners; along the line accurate to about half a character
 */
public record TextWord(String text, double confidence, Quad quad) {}
