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
            "^(?:option |choice |answer )?[(\\[]?([A-Za-z])(?:[)\\].:,]+\\s*|\\s*[-–—]\\s+|\\s*\\n\\s*|\\s*$)(.*)$",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern IN_PARENTHESES = Pattern.compile("^(.+?)\\s*[(\\[]([A-Za-z])[)\\]]$", Pattern.DOTALL);

    /** "The correct answer is B because …", "I choose B": a capital letter that the clause is about, not the first word of an option. */
    private static final Pattern IN_SENTENCE = Pattern.compile(
            "(?:^|\\b(?i:answer|option|choice)(?i: is| would be)|\\bI(?i:'d| would| will|'ll)?\\s+(?i:choose|pick|select|go with|chose))"
                    + "\\s*:?\\s*(?i:option |choice )?[(\\[\"*]*([A-Z])[)\\]\"*]*(?=\\s*(?:$|[.,;:\\n])|\\s+(?i:because|since)\\b)");
    private static final Pattern DENIED = Pattern.compile("(?i)\\b(?:not|never|neither|nor|either|or|wrong|incorrect|unless|if)\\b|n't\\b");

    /** What is longer is an essay. */
    private static final int LONGEST = 2_000;

    static MultipleChoice of(String answer) {
        String bare = Normalizer.normalize(Wording.bare(answer), Normalizer.Form.NFKC);
        Matcher letter = LETTER.matcher(bare);
        if (letter.matches()) {
            return new MultipleChoice(letter.group(1).toUpperCase(Locale.ROOT), letter.group(2).strip());
        }
        Matcher after = IN_PARENTHESES.matcher(bare);
        return after.matches()
                ? new MultipleChoice(after.group(2).toUpperCase(Locale.ROOT), after.group(1).strip())
                : inSentence(bare).map(chosen -> new MultipleChoice(chosen, "")).orElseGet(() -> new MultipleChoice("", bare));
    }

    /** The one letter that the sentences choose; none where they choose two, or where what leads to it denies anything. */
    private static Optional<String> inSentence(String bare) {
        Matcher each = IN_SENTENCE.matcher(bare.length() > LONGEST ? "" : bare);
        Optional<String> chosen = Optional.empty();
        while (each.find()) {
            if (chosen.isPresent() && !chosen.get().equals(each.group(1)) || DENIED.matcher(bare.substring(0, each.end())).find()) {
                return Optional.empty();
            }
            chosen = Optional.of(each.group(1));
        }
        return chosen;
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
