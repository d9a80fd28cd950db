package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts as people write them, brought into forms that can be compared. Linear in the text. */
final class Wording {
    /** What is longer is an essay, not an answer; only its beginning is looked at. */
    static final int MAX_LENGTH = 2_000;

    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Pattern LEAD_IN = Pattern.compile(
            "^(?:(?:so|therefore|thus|hence|finally)[,:]? +)?(?:(?:the|my) +)?(?:(?:final|correct|right|best) +)?(?:answer|solution|result|value|count|number|option|choice)(?: +is)? *[:=]? +(?:option +|choice +)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern VERB = Pattern.compile("\\b(?:is|are|was|were|equals|reads|says|shows)\\b[: ]", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOX = Pattern.compile("\\\\(?:boxed|fbox|text|mathrm|mathbf|textbf)\\s?\\{");
    /** Noon's side of a clock time, however it is joined and dotted: 8AM, 8 am, 8 a.m. */
    private static final Pattern CLOCK = Pattern.compile("(?<=[0-9]) ?([ap])(?:m|\\. ?m\\.?)(?![\\p{L}\\p{N}])");
    private static final String[][] PAIRS = {{"$$", "$$"}, {"$", "$"}, {"\\(", "\\)"}, {"\\[", "\\]"}, {"**", "**"}, {"\"", "\""},
        {"'", "'"}, {"`", "`"}, {"“", "”"}};

    private Wording() {}

    /** Without what only dresses an answer up: boxes, dollars, quotation marks, bold, a full stop at the end, "the answer is". */
    static String bare(String text) {
        String s = cut(text).strip();
        for (String before = ""; !before.equals(s);) {
            before = s;
            s = undressed(s);
        }
        return s;
    }

    private static String undressed(String text) {
        String s = LEAD_IN.matcher(text).replaceFirst("").strip();
        s = s.endsWith(".") && !s.endsWith("..") ? s.substring(0, s.length() - 1).strip() : s;
        for (String[] pair : PAIRS) {
            int inner = s.length() - pair[0].length() - pair[1].length();
            if (inner > 0 && s.startsWith(pair[0]) && s.endsWith(pair[1])
                    && s.indexOf(pair[1], pair[0].length()) == s.length() - pair[1].length()) {
                s = s.substring(pair[0].length(), s.length() - pair[1].length()).strip();
            }
        }
        Matcher box = BOX.matcher(s);
        return box.lookingAt() && closes(s, box.end() - 1) == s.length() - 1 ? s.substring(box.end(), s.length() - 1).strip() : s;
    }

    /** The content of the last box that closes; a box says where the answer is. */
    static Optional<String> boxed(String text) {
        String s = cut(text);
        int at = Math.max(s.lastIndexOf("\\boxed{"), s.lastIndexOf("\\fbox{"));
        int open = at < 0 ? -1 : s.indexOf('{', at);
        int close = open < 0 ? -1 : closes(s, open);
        return close < 0 ? Optional.empty() : Optional.of(s.substring(open + 1, close));
    }

    /** Where the brace at {@code open} is closed; -1 nowhere. */
    static int closes(String s, int open) {
        int depth = 0;
        for (int at = open; at < s.length(); at++) {
            char c = s.charAt(at);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }

    /** What a sentence says, after its last verb of being; "the title is X" says X. */
    static Optional<String> said(String sentence) {
        Matcher verb = VERB.matcher(cut(sentence));
        int end = -1;
        while (verb.find()) {
            end = verb.end();
        }
        return end < 0 ? Optional.empty() : Optional.of(bare(cut(sentence).substring(end)));
    }

    /** Words and numbers, lower-case, composed, without articles, punctuation and accents of style; signs stay on numbers. */
    static List<String> words(String text) {
        String plain = NormalForms.lower(Normalizer.normalize(cut(text), Normalizer.Form.NFKC)).replace('\u2212', '-').replace("’", "'");
        plain = CLOCK.matcher(plain).replaceAll(" $1m");
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int at = 0; at < plain.length();) {
            int c = plain.codePointAt(at);
            int length = Character.charCount(c);
            boolean joins = (c == '\'' || c == '.' || c == ',') && !word.isEmpty() && at + 1 < plain.length()
                    && (c == '\'' ? Character.isLetter(plain.charAt(at + 1)) : digits(plain, at));
            boolean begins = (c == '-' || c == '+' || c == '.') && word.isEmpty() && at + 1 < plain.length()
                    && (Character.isDigit(plain.charAt(at + 1)) || plain.charAt(at + 1) == '.');
            boolean alone = "%$€£¥°<>=+@#&".indexOf(c) >= 0;
            if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK || joins || begins) {
                word.appendCodePoint(c);
            } else {
                finish(words, word);
                if (alone) {
                    words.add(Character.toString(c));
                }
            }
            at += length;
        }
        finish(words, word);
        List<String> told = words.stream().filter(w -> !ARTICLES.contains(w)).toList();
        return told.isEmpty() ? words : told;
    }

    private static boolean digits(String s, int at) {
        return Character.isDigit(s.charAt(at - 1)) && Character.isDigit(s.charAt(at + 1));
    }

    private static void finish(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** Whether two texts say the same in the same words; texts of nothing but signs must be equal. */
    static boolean same(String one, String other) {
        List<String> left = words(one);
        List<String> right = words(other);
        return left.isEmpty() || right.isEmpty()
                ? NormalForms.text(one).equals(NormalForms.text(other)) && !one.isBlank()
                : left.equals(right);
    }

    static String cut(String text) {
        return text.length() <= MAX_LENGTH
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH);
    }
}
