package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** Pages of text for tests of what is concluded from them: rows of a receipt, each cell apart by "|". */
final class Pages {
    private Pages() {}

    static List<TextLine> rows(String... rows) {
        List<TextLine> lines = new ArrayList<>();
        double top = 20;
        for (String row : rows) {
            String[] cells = row.split("\\|");
            for (int i = 0; i < cells.length; i++) {
                double width = cells[i].length() * 10.0;
                double left = cells.length == 1 || i == 0 ? 30 : i == cells.length - 1 ? 500 - width : 500.0 * i / (cells.length - 1) - 40;
                lines.add(TextLine.level(cells[i], left, top, left + width, top + 20));
            }
            top += 30;
        }
        return ReadingOrder.of(lines);
    }

    /** The answer given on a white image with these lines. */
    static Optional<String> answer(List<TextLine> lines, String question) {
        dev.maestro.readers.opencv.OpenCv.load();
        Mat white = new Mat(800, 560, CvType.CV_8UC3, new Scalar(255, 255, 255));
        try {
            return new TextQuestions(new Page(lines), new LineColours(white), 560, 800).answer(QuestionText.of(question), false)
                    .map(Finding::answer);
        } finally {
            white.release();
        }
    }
}
