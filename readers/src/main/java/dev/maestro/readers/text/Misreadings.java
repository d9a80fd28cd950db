package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;

/** Sets right a digit in the middle of a word that looks like a letter, when that makes a known word. */
final class Misreadings {
    private Misreadings() {}

    static List<String> corrected(List<String> characters) {
        List<String> corrected = new ArrayList<>(characters);
        int from = 0;
        while (from < corrected.size()) {
            int to = from;
            while (to < corrected.size() && isAlphanumeric(corrected.get(to))) {
                to++;
            }
            int end = to;
            // and one right behind it: "RO0M" and "214"
            while (end > from && isDigit(corrected.get(end - 1))) {
                end--;
            }
            correct(corrected, from, to);
            correct(corrected, from, end);
            from = Math.max(to, from + 1);
        }
        return corrected;
    }

    private static void correct(List<String> characters, int from, int to) {
        int start = from;
        // a number may stand right before the word: "514" and "0ak"
        while (start < to && isDigit(characters.get(start))) {
            start++;
        }
        if (start == to) {
            return;
        }
        // "8AM" and "5TH" are right as they are
        int first = start > from && characters.get(start - 1).equals("0") ? start - 1 : start;
        for (int begin = first; begin <= start; begin++) {
            StringBuilder word = new StringBuilder();
            boolean changed = false;
            for (int i = begin; i < to; i++) {
                String letter = letterLike(characters.get(i));
                changed |= letter != null;
                word.append(letter == null ? characters.get(i) : letter);
            }
            boolean letters = word.chars().allMatch(Character::isLetter);
            if (changed && letters && word.length() > 2 && EnglishWords.knows(word.toString())) {
                for (int i = begin; i < to; i++) {
                    characters.set(i, cased(word, i - begin));
                }
                return;
            }
        }
    }

    private static String cased(StringBuilder word, int at) {
        String letter = word.substring(at, at + 1);
        boolean inSmall = at > 0 && Character.isLowerCase(word.charAt(word.length() - 1)) && Character.isLowerCase(word.charAt(1));
        return inSmall ? letter.toLowerCase(java.util.Locale.ROOT) : letter;
    }

    private static @org.jspecify.annotations.Nullable String letterLike(String character) {
        return switch (character) {
            case "0" -> "O";
            case "1" -> "I";
            case "5" -> "S";
            case "8" -> "B";
            default -> null;
        };
    }

    private static boolean isAlphanumeric(String character) {
        return character.length() == 1 && character.charAt(0) < 128 && Character.isLetterOrDigit(character.charAt(0));
    }

    private static boolean isDigit(String character) {
        return Character.isDigit(character.charAt(0));
    }
}
