package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reference system's score of a mathematical answer: which text is the prediction, and whether it
 * equals the target after normalisation, as text or as a number to two decimals.
 */
final class MathScore {
    /** A full stop ends an answer there, even a decimal point. */
    private static final String END = "(?:\\.|$|\\\\n|\\\\r)";
    private static final List<Pattern> SENTENCES = Stream.of("the~+answer~+is~*:?~*(.+?)", "answer~*:?~*(.+?)", "solution~*:?~*(.+?)")
            .map(p -> Pattern.compile(p.replace("~", PythonText.SPACE) + END, Pattern.DOTALL | Pattern.UNIX_LINES))
            .toList();

    private MathScore() {}

    /** @param target the first accepted answer, or nothing */
    static boolean right(String trajectory, String target) {
        return prediction(trajectory).filter(p -> !p.isEmpty()).map(p -> equivalent(p, target)).orElse(false);
    }

    /** Empty where the reference fails over the form of a box. */
    static Optional<String> prediction(String trajectory) {
        String said = TaggedBlocks.lastAnswer(trajectory).map(NormalForms::trim).orElse(trajectory);
        Optional<String> boxed = lastBoxed(said);
        if (boxed.isPresent()) {
            return boxed.flatMap(MathScore::content);
        }
        return Optional.of(sentence(NormalForms.lower(said)).orElseGet(() -> NormalForms.trim(said)));
    }

    /** Both texts normalised; a text that cannot be normalised equals nothing. */
    static boolean equivalent(String prediction, String target) {
        Optional<String> one = MathText.normal(prediction);
        Optional<String> other = MathText.normal(target);
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        if (one.equals(other)) {
            return true;
        }
        OptionalDouble u = MathText.value(one.get());
        OptionalDouble v = u.isEmpty() ? u : MathText.value(other.get());
        return u.isPresent() && v.isPresent() && PythonNumbers.equalWhenRounded(u.getAsDouble(), v.getAsDouble());
    }

    private static Optional<String> lastBoxed(String text) {
        int spaced = text.lastIndexOf("\\boxed ");
        if (spaced >= 0) {
            int dollar = text.indexOf('$', spaced + 7);
            return Optional.of(text.substring(spaced, dollar < 0 ? text.length() : dollar));
        }
        int start = text.lastIndexOf("\\boxed");
        start = start >= 0 ? start : text.lastIndexOf("\\fbox");
        int open = 0;
        for (int at = Math.max(start, 0); start >= 0 && at < text.length(); at++) {
            char c = text.charAt(at);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '}' && open == 0) {
                return Optional.of(text.substring(start, at + 1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> content(String boxed) {
        if (boxed.startsWith("\\boxed ")) {
            return Optional.of(boxed.substring("\\boxed ".length()));
        }
        return boxed.startsWith("\\boxed{") ? Optional.of(boxed.substring("\\boxed{".length(), boxed.length() - 1)) : Optional.empty();
    }

    private static Optional<String> sentence(String lower) {
        for (Pattern pattern : SENTENCES) {
            Matcher matcher = pattern.matcher(lower);
            if (matcher.find()) {
                String unquoted = PythonText.strip(NormalForms.trim(matcher.group(1)), c -> c == '"' || c == '\'');
                int end = unquoted.length();
                while (end > 0 && unquoted.charAt(end - 1) == '.') {
                    end--;
                }
                if (end > 0) {
                    return Optional.of(unquoted.substring(0, end));
                }
            }
        }
        return Optional.empty();
    }
}
