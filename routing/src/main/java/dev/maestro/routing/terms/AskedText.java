package dev.maestro.routing.terms;

import dev.maestro.core.text.NormalForms;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A normalised text in two parts: what is asked, and what it says of the answer's form, i.e. the options to choose
 * from and "answer with a letter". The form is a weak sign of what is asked: any question may offer "left" and "right".
 *
 * @param question never empty where the text is not
 * @param form     empty where there is none
 */
public record AskedText(String question, String form) {
    private static final Pattern FORM = Pattern.compile(
            "\\b(?:choices|options) ?:"
                    + "|(?<=[.?!,;:] )(?:please )?(?:answer|reply|respond|provide your answer|give your answer)\\b"
                    + "|(?<= )\\(?a[).:] (?=.{1,300}? \\(?b[).:] )");

    /** @param text in the form that {@link NormalForms#text} gives */
    public static AskedText of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.find() || text.substring(0, form.start()).isBlank()) {
            return new AskedText(text, "");
        }
        return new AskedText(text.substring(0, form.start()).strip(), text.substring(form.start()));
    }
}
