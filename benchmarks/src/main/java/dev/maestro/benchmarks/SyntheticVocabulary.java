package dev.maestro.benchmarks;

import dev.maestro.inference.engine.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Tokens as published models have them: all bytes, our tags' pieces, and words of syllables, half of them behind a space. */
final class SyntheticVocabulary implements Vocabulary {
    /** Of the published models. */
    static final int LARGE = 151_936;
    private static final List<String> PIECES = List.of("search", "answer", "think", "</", "@@", ">\n", ": ", "_Problem", "_Solver", "Chart",
            ">Chart", "Count", "ing", " <", ".</");
    private static final String CONSONANTS = "bcdfghklmnprstvwz";
    private static final String VOWELS = "aeiou";

    private final byte[][] tokens;

    SyntheticVocabulary(int size) {
        tokens = new byte[size][];
        for (int i = 0; i < 256; i++) {
            tokens[i] = new byte[]{(byte) i};
        }
        Set<String> words = new LinkedHashSet<>(PIECES);
        Random random = new Random(1);
        while (words.size() < size - 256) {
            StringBuilder word = new StringBuilder(random.nextBoolean() ? " " : "");
            for (int syllables = 1 + random.nextInt(4); syllables > 0; syllables--) {
                word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length()))).append(VOWELS.charAt(random.nextInt(VOWELS.length())));
                if (random.nextInt(3) == 0) {
                    word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())));
                }
            }
            words.add(word.toString());
        }
        int next = 256;
        for (String word : words) {
            tokens[next++] = word.getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public byte[] bytes(int token) {
        return tokens[token].clone();
    }
}
