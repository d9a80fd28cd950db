package dev.maestro.inference.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands at each place of a prompt, as a number: a token's id, or a row of a certain image, since
 * the placeholders of all images are the same token. Images are told apart by their whole keys, not by
 * a digest that somebody could aim at. Engine's thread only.
 */
final class PromptKeys {
    /** A forgotten image only costs that its prompt is read again. */
    private static final int MOST_IMAGES = 10_000;

    private final Map<String, Integer> numbers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_IMAGES;
        }
    };
    private int next;

    long[] of(TokenPrompt prompt) {
        int[] tokens = prompt.tokens();
        long[] keys = new long[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            keys[i] = tokens[i];
        }
        for (TokenPrompt.PlacedImage image : prompt.images()) {
            long number = numbers.computeIfAbsent(image.key(), _ -> next++);
            for (int row = 0; row < image.count(); row++) {
                keys[image.firstToken() + row] = -1 - (number << 32 | row);
            }
        }
        return keys;
    }
}
