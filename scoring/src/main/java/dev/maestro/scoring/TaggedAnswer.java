package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the reference system finds a trajectory's answer for all sources but those of mathematics. */
final class TaggedAnswer {
    // A dot there is anything but a line feed: hence UNIX_LINES.
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNIX_LINES;
    private static final Pattern SENTENCE = Pattern.compile("The answer is" + PythonText.SPACE + "+(.*)", FLAGS);
    private static final Pattern LABEL = Pattern.compile("Answer:" + PythonText.SPACE + "*(.*)", FLAGS);
    private static final Pattern BOXED = Pattern.compile("\\\\boxed\\{([^}]*)\\}", FLAGS);
    private static final Pattern LEAD_IN = Pattern.compile(
            "(?:So|Therefore|Thus|Hence|Finally|The answer is)" + PythonText.SPACE + "*+[:\\-]?" + PythonText.SPACE + "*+", FLAGS);
    private static final List<String> QUESTIONS = List.of("Question:", "Problem:", "Solve:", "Given:");

    private TaggedAnswer() {}

    /** The answer, stripped of punctuation at both ends; empty when there is none. */
    static String in(String trajectory) {
        Optional<String> tagged = TaggedBlocks.firstAnswerOnOneLine(trajectory).map(PythonText::clean);
        if (tagged.isPresent()) {
            String content = tagged.get();
            return first(SENTENCE, content).or(() -> marked(content)).map(PythonText::clean).orElse(content);
        }
        return marked(trajectory).map(PythonText::clean).orElseGet(() -> lastLine(trajectory));
    }

    private static Optional<String> marked(String text) {
        return first(LABEL, text).or(() -> boxed(text)).or(() -> between(text, "$$")).or(() -> between(text, "$"));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<String> boxed(String text) {
        // Without a closing brace the search would begin again at every opening one.
        return text.indexOf('}') < 0 ? Optional.empty() : first(BOXED, text.substring(0, text.lastIndexOf('}') + 1));
    }

    /** The first stretch between two marks on one line. */
    private static Optional<String> between(String text, String mark) {
        for (int open = text.indexOf(mark); open >= 0; open = text.indexOf(mark, open + 1)) {
            int start = open + mark.length();
            int close = text.indexOf(mark, start);
            if (close < 0) {
                return Optional.empty();
            }
            int line = text.indexOf('\n', start);
            if (line < 0 || line >= close) {
                return Optional.of(text.substring(start, close));
            }
        }
        return Optional.empty();
    }

    private static String lastLine(String text) {
        String[] lines = NormalForms.trim(text).split("\n");
        for (int i = lines.length - 1; i >= 0; i--) {
            String line = NormalForms.trim(lines[i]);
            if (line.isEmpty() || QUESTIONS.stream().anyMatch(line::startsWith)) {
                continue;
            }
            Matcher leadIn = LEAD_IN.matcher(line);
            String said = PythonText.stripPunctuation(leadIn.lookingAt() ? line.substring(leadIn.end()) : line);
            if (!said.isEmpty()) {
                return said;
            }
        }
        return "";
    }
}
