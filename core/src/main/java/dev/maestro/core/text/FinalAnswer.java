package dev.maestro.core.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bare answer in a reply that may reason first: what is boxed, what follows "Answer:", or the last
 * line, without markdown, braces and quotes around it. Of a text that begins with a Python block it is the
 * whole program. Never empty for a text that is not blank.
 */
public final class FinalAnswer {
    private static final Pattern PREFIX = Pattern.compile(
            "^[\\s>*_#`-]{0,12}(?:(?:so|thus|therefore|hence),?\\s{1,3})?(?:the\\s{1,3})?(?:final\\s{1,3}|correct\\s{1,3})?answer\\s{0,3}(?:\\([^()]{0,30}\\)\\s{0,3})?(?:[*_`]{0,4}\\s{0,3}(?:[:\\uff1a=]|is\\b:?)[\\s*_`]{0,6})(.*)$",
            Pattern.CASE_INSENSITIVE);
    /** What our own cuts leave behind, and lines that hold no words. */
    private static final Pattern EMPTY_LINE = Pattern.compile("^\\[\u2026.{0,60}\u2026]$|^[\\s`~*_=#|-]+$|^```\\w*$");
    private static final Pattern PROGRAM = Pattern.compile("^```(?:python|py)3?[ \\t]*\\R(.*?)(?:\\R```|\\z)", Pattern.DOTALL);
    private static final String BOXED = "\\boxed{";
    private static final String OPENING = "\"'`*_{\u201c\u2018$";
    private static final String CLOSING = "\"'`*_}\u201d\u2019$";

    private FinalAnswer() {}

    /**
     * @param text a model's reply, thoughts included
     * @return blank only when the text is
     */
    public static String of(String text) {
        String said = Thoughts.remove(text);
        if (said.isBlank()) {
            return text.strip();
        }
        Matcher program = PROGRAM.matcher(said);
        if (program.find() && !program.group(1).isBlank()) {
            return program.group(1).stripTrailing();
        }
        List<String> lines = said.lines().map(String::strip).filter(l -> !l.isEmpty() && !EMPTY_LINE.matcher(l).matches()).toList();
        if (lines.isEmpty()) {
            return said;
        }
        String found = boxed(said).or(() -> prefixed(lines)).orElseGet(lines::getLast);
        String bare = bare(found);
        return bare.isEmpty() ? found.strip() : bare;
    }

    private static Optional<String> boxed(String text) {
        int start = text.lastIndexOf(BOXED);
        if (start < 0) {
            return Optional.empty();
        }
        int depth = 1;
        for (int i = start + BOXED.length(); i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return Optional.of(text.substring(start + BOXED.length(), i).strip()).filter(s -> !s.isEmpty());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> prefixed(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher prefix = PREFIX.matcher(lines.get(i));
            if (prefix.matches()) {
                if (!bare(prefix.group(1)).isEmpty()) {
                    return Optional.of(prefix.group(1));
                }
                return i + 1 < lines.size() ? Optional.of(lines.get(i + 1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Takes off what stands around an answer: emphasis, quotes, braces around all of it, a bullet, a full stop. */
    private static String bare(String answer) {
        String bare = answer.strip();
        for (int round = 0; round < 8; round++) {
            String before = bare;
            if (bare.length() > 2 && (bare.startsWith("- ") || bare.startsWith("* ")) && !Character.isDigit(bare.charAt(2))) {
                bare = bare.substring(2).strip();
            }
            if (bare.length() >= 2 && OPENING.indexOf(bare.charAt(0)) >= 0
                    && CLOSING.indexOf(bare.charAt(bare.length() - 1)) == OPENING.indexOf(bare.charAt(0))
                    && bare.indexOf(bare.charAt(0), 1) != indexInside(bare)) {
                bare = bare.substring(1, bare.length() - 1).strip();
            }
            if (bare.length() > 1 && bare.endsWith(".") && !bare.endsWith("..")) {
                bare = bare.substring(0, bare.length() - 1).strip();
            }
            for (String emphasis : List.of("**", "__", "`")) {
                // A sign that was opened before the answer, in front of "Answer:".
                if (bare.length() > emphasis.length() && bare.endsWith(emphasis)
                        && bare.indexOf(emphasis) == bare.length() - emphasis.length()) {
                    bare = bare.substring(0, bare.length() - emphasis.length()).strip();
                }
            }
            if (bare.equals(before)) {
                break;
            }
        }
        return bare;
    }

    // Where a second opening of the same sign stands before the end: then the signs belong to parts, not to the whole.
    private static int indexInside(String text) {
        int second = text.indexOf(text.charAt(0), 1);
        return second > 0 && second < text.length() - 1 && !text.startsWith(text.substring(0, 1).repeat(2)) ? second : -2;
    }
}
