package dev.maestro.readers.text;

import java.util.List;

/**
 * A line of text in an image.
 *
 * @param text       words separated by single spaces, not empty
 * @param confidence 0 to 1, mean over its characters
 * @param quad       its corners in pixels of the image, in reading direction
 * @param words      the same words with their places
 */
public record TextLine(String text, double confidence, Quad quad, List<TextWord> words) {
    public TextLine {
        words = List.copyOf(words);
    }

    /** A level line in an upright box, its words spread evenly by length. */
    public static TextLine level(String text, double left, double top, double right, double bottom) {
        return of(text, 1, Quad.upright(left, top, right, bottom));
    }

    static TextLine of(String text, double confidence, Quad quad) {
        List<TextWord> words = new java.util.ArrayList<>();
        int at = 0;
        for (String word : text.split(" ")) {
            words.add(new TextWord(word, confidence,
                    quad.part((double) at / text.length(), (double) (at + word.length()) / text.length())));
            at += word.length() + 1;
        }
        return new TextLine(text, confidence, quad, words);
    }

    /** Direction of reading in degrees: 0 level, -90 upwards (a vertical axis title), 90 downwards, 180 upside down. */
    public double angle() {
        return quad.angle();
    }

    public double left() {
        return quad.left();
    }

    public double top() {
        return quad.top();
    }

    public double right() {
        return quad.right();
    }

    public double bottom() {
        return quad.bottom();
    }

    public double centerX() {
        return quad.centerX();
    }

    public double centerY() {
        return quad.centerY();
    }

    /** Height of the line of text, across its direction of reading. */
    public double height() {
        return quad.height();
    }
}
