package dev.maestro.orchestra.world;

import java.util.ArrayList;
import java.util.List;

/** Slips of the hand: inside a word of at least four letters one is left out, swapped with the next, or doubled. */
final class TypingErrors {
    private static final int SHORTEST = 4;

    private TypingErrors() {}

    /** @param count how often a word is drawn and spoilt; the same one may be drawn again */
    static String in(String text, int count, SeededDraws draws) {
        List<String> words = new ArrayList<>(List.of(text.split(" ")));
        for (int slip = 0; slip < count; slip++) {
            List<Integer> candidates = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                if (letters(words.get(i)) >= SHORTEST) {
                    candidates.add(i);
                }
            }
            if (!candidates.isEmpty()) {
                int at = draws.pick(candidates);
                words.set(at, spoilt(words.get(at), draws));
            }
        }
        return String.join(" ", words);
    }

    /** Letters that the word begins with; punctuation may follow. */
    private static int letters(String word) {
        int count = 0;
        while (count < word.length() && Character.isLetter(word.charAt(count))) {
            count++;
        }
        return count;
    }

    private static String spoilt(String word, SeededDraws draws) {
        int at = 1 + draws.below(letters(word) - 2);
        String before = word.substring(0, at);
        String after = word.substring(at + 1);
        return switch (draws.below(3)) {
            case 0 -> before + after;
            case 1 -> before + after.charAt(0) + word.charAt(at) + after.substring(1);
            default -> before + word.charAt(at) + word.charAt(at) + after;
        };
    }
}
