package dev.maestro.scoring;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer to a multiple choice.
 *
 * @param letter upper-case; empty when none was named
 * @param text   what was said beside the letter; empty when nothing was
 */
record MultipleChoice(String letter, String text) {
    private static final Pattern LETTER = Pattern.compile(
            "^(?:option |choice |answer )?[(\\[]?([A-Za-z])(?:[)\\].:,]+\\s*|\\s*[-–—]\\s+|\\s*$)(.*)$",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern IN_PARENTHESES = Pattern.compile("^(.+?)\\s*[(\\[]([A-Za-z])[)\\]]$", Pattern.DOTALL);

    static MultipleChoice of(String answer) {
        String bare = Normalizer.normalize(Wording.bare(answer), Normalizer.Form.NFKC);
        Matcher letter = LETTER.matcher(bare);
        if (letter.matches()) {
            return new MultipleChoice(letter.group(1).toUpperCase(Locale.ROOT), letter.group(2).strip());
        }
        Matcher after = IN_PARENTHESES.matcher(bare);
        return after.matches()
                ? new MultipleChoice(after.group(2).toUpperCase(Locale.ROOT), after.group(1).strip())
                : new MultipleChoice("", bare);
    }

    /**
     * Whether the letter, or else the option's text, was meant; a letter beside the text of another option is no choice.
     *
     * @param option text of the right option, where it is known
     */
    boolean is(String right, Optional<String> option) {
        boolean textSaid = !text.isEmpty();
        boolean textRight = textSaid && option.map(o -> says(text, o)).orElse(false);
        if (letter.isEmpty()) {
            return textRight;
        }
        boolean letterRight = letter.equalsIgnoreCase(right.strip());
        return letterRight && (!textSaid || textRight || option.isEmpty() || option.get().isBlank());
    }

    private static boolean says(String text, String option) {
        if (option.isBlank()) {
            return false;
        }
        return Wording.same(text, option)
                || Amount.of(option).flatMap(wanted -> Amount.of(text).map(said -> Amount.same(said, wanted))).orElse(false);
    }
}
