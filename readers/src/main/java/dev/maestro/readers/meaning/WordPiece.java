package dev.maestro.readers.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The uncased WordPiece tokenizer of BERT models: lower case, accents dropped, punctuation split off, then
 * the longest known pieces from the left. Written in Java so that no second native library is needed.
 * Immutable.
 */
final class WordPiece {
    private static final int MAX_WORD_CHARACTERS = 100;
    private final Map<String, Integer> vocabulary;
    private final int begin;
    private final int end;
    private final int unknown;

    /** @param tokenizerJson a Hugging Face {@code tokenizer.json} of type WordPiece */
    WordPiece(String tokenizerJson) {
        JsonNode vocab = Json.tree(tokenizerJson).path("model").path("vocab");
        vocabulary = HashMap.newHashMap(vocab.size());
        vocab.properties().forEach(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
        begin = id("[CLS]");
        end = id("[SEP]");
        unknown = id("[UNK]");
    }

    private int id(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the tokenizer has no " + token + " token");
        }
        return id;
    }

    int id(String token, int absent) {
        return vocabulary.getOrDefault(token, absent);
    }

    /** Token ids with the begin and end tokens, at most {@code max} of them. */
    long[] encode(String text, int max) {
        List<Integer> ids = new ArrayList<>();
        ids.add(begin);
        for (String word : words(text)) {
            pieces(word, ids);
        }
        int kept = Math.min(ids.size(), max - 1);
        long[] out = new long[kept + 1];
        for (int i = 0; i < kept; i++) {
            out[i] = ids.get(i);
        }
        out[kept] = end;
        return out;
    }

    static List<String> words(String text) {
        String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "");
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints().forEach(c -> {
            boolean alone = isPunctuation(c) || Character.isIdeographic(c);
            if (alone || Character.isWhitespace(c) || Character.isISOControl(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                if (alone) {
                    words.add(Character.toString(c));
                }
            } else {
                word.appendCodePoint(c);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > 32 && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION, Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION, Character.OTHER_PUNCTUATION ->
                true;
            default -> false;
        };
    }

    private void pieces(String word, List<Integer> ids) {
        if (word.length() > MAX_WORD_CHARACTERS) {
            ids.add(unknown);
            return;
        }
        int from = 0;
        int before = ids.size();
        while (from < word.length()) {
            int to = word.length();
            Integer id = null;
            while (to > from && id == null) {
                id = vocabulary.get((from > 0 ? "##" : "") + word.substring(from, to));
                if (id == null) {
                    to--;
                }
            }
            if (id == null) {
                ids.subList(before, ids.size()).clear();
                ids.add(unknown);
                return;
            }
            ids.add(id);
            from = to;
        }
    }
}
