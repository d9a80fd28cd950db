package dev.maestro.readers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** English words by how common they are: the whole-word tokens of the embedding model's tokenizer, read on first use. Immutable. */
final class EnglishWords {
    private static final String RESOURCE = "bge-small-en-v1.5-q-tokenizer.json";
    /** The tokenizer's tokens are numbered from the most common word on, which is this one. */
    private static final int FIRST_WORD = 1996;
    private static final List<String> SHORT_WORDS = List.of(
            "a", "i", "an", "am", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on", "or",
            "so", "to", "up",
            "us", "we", "am", "pm", "st", "rd", "dr", "mr");

    private static final List<String> ENDINGS = List.of("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "able", "al", "y");

    private final Map<String, Integer> ranks;

    private EnglishWords(Map<String, Integer> ranks) {
        this.ranks = ranks;
    }

    private static final class English {
        static final EnglishWords WORDS = new EnglishWords(read());
    }

    static EnglishWords english() {
        return English.WORDS;
    }

    /** 1 for the most common word, 0 for an unknown one. Words of one or two letters are only known when they are common English. */
    int rank(String word) {
        return ranks.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
    }

    /** Whether this is a word or a regular form of one. */
    boolean knows(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (rank(lower) > 0) {
            return true;
        }
        for (String ending : ENDINGS) {
            int stem = lower.length() - ending.length();
            if (lower.endsWith(ending) && stem >= 4 && (rank(lower.substring(0, stem)) > 0 || rank(lower.substring(0, stem) + "e") > 0)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Integer> read() {
        try (InputStream in = EnglishWords.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new MaestroException(TextReadingErrors.VOCABULARY_MISSING,
                        RESOURCE + " is not on the class path; it comes with the embedding model.");
            }
            Map<String, Integer> ranks = new HashMap<>();
            JsonNode words = Json.MAPPER.readTree(in).path("model").path("vocab");
            words.properties().forEach(entry -> {
                String word = entry.getKey();
                int rank = entry.getValue().asInt() - FIRST_WORD + 1;
                if (rank > 0 && word.chars().allMatch(c -> c >= 'a' && c <= 'z') && (word.length() > 2 || SHORT_WORDS.contains(word))) {
                    ranks.put(word, rank);
                }
            });
            SHORT_WORDS.forEach(word -> ranks.putIfAbsent(word, 40));
            return Map.copyOf(ranks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
