package dev.maestro.rules;

import dev.maestro.routing.Language;
import java.util.Set;

/** A language in which texts mean their words, and every word is known but the given ones and their parts. */
record BagOfWords(Set<String> unknown) implements Language {
    private static final int DIMENSIONS = 256;

    @Override
    public int rank(String word) {
        return unknown.stream().anyMatch(other -> other.contains(word)) ? UNKNOWN : 0;
    }

    @Override
    public boolean understands() {
        return true;
    }

    @Override
    public float[] embed(String text) {
        float[] vector = new float[DIMENSIONS];
        double squares = 0;
        for (String word : text.split("[^a-z]+")) {
            if (!word.isEmpty()) {
                int at = Math.floorMod(word.hashCode(), DIMENSIONS);
                squares += 2 * vector[at] + 1;
                vector[at]++;
            }
        }
        for (int i = 0; squares > 0 && i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
