package dev.maestro.readers.text;

import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;

/** Which lines of an image a question is about. */
public final class TextRelevance {
    private TextRelevance() {}

    /**
     * The lines that hold the answer, else those that name what is asked for; empty when there are none.
     *
     * @param lines   as read from {@code bgr}
     * @param bgr     the image, not changed
     */
    public static List<TextLine> lines(List<TextLine> lines, Mat bgr, String question) {
        Page page = new Page(lines);
        QuestionText asked = QuestionText.of(question);
        Optional<Finding> found = new TextQuestions(page, new LineColours(bgr), bgr.cols(), bgr.rows()).answer(asked, false);
        String answer = found.map(Finding::answer).orElse("");
        List<TextLine> holding = answer.length() < 2 ? List.of() : lines.stream().filter(line -> holds(line.text(), answer)).toList();
        List<String> content = asked.content().stream().filter(word -> OcrSimilarity.squeezed(word).length() > 2).toList();
        return !holding.isEmpty()
                ? holding
                : lines.stream().filter(line -> OcrSimilarity.coverage(OcrSimilarity.words(line.text()), content) > 0.5).toList();
    }

    private static boolean holds(String line, String answer) {
        String one = OcrSimilarity.squeezed(line);
        String other = OcrSimilarity.squeezed(answer);
        return one.length() > 1 && !other.isEmpty() && (one.contains(other) || other.contains(one));
    }
}
