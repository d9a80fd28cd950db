package dev.maestro.policy;

/**
 * What a cheap look at an image says, for policies that do not see images.
 *
 * @param kind       {@code chart}, {@code document}, {@code diagram}, {@code photo} or {@code unknown}
 * @param confidence 0 to 1
 * @param textLines  lines of text that seem to be there
 */
public record ImageFacts(String kind, double confidence, int textLines) {
    public static final ImageFacts UNKNOWN = new ImageFacts("unknown", 0, 0);
}
