package dev.maestro.app.evaluation.data;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every kind of data set has to have in common: a question, images that its markers count, a truth. */
final class RowContents {
    /** The limit that a question has when it is asked by hand. */
    private static final int LONGEST_QUESTION = 20_000;
    private static final Pattern MARKER = Pattern.compile("<image>");

    private RowContents() {}

    /** The row, good or bad; {@code <image>} markers are taken out of the question and must be as many as the images. */
    static DataRow row(long index, String place, String id, String dataSource, String written, List<DataRow.ImageSource> images,
            List<String> truth, boolean textTruth) {
        long markers = MARKER.matcher(written).results().count();
        String question = MARKER.matcher(written).replaceAll(" ").strip();
        return problem(question, markers, images.size(), truth)
                .<DataRow>map(reason -> new DataRow.Bad(index, place, reason))
                .orElseGet(() -> new DataRow.Good(index, place, id.isBlank() ? "" + index : id.strip(), dataSource.strip(), question,
                        images, truth, textTruth));
    }

    private static Optional<String> problem(String question, long markers, int images, List<String> truth) {
        if (question.isBlank()) {
            return Optional.of("it has no question");
        }
        if (question.codePointCount(0, question.length()) > LONGEST_QUESTION) {
            return Optional.of("its question has more than " + LONGEST_QUESTION + " characters");
        }
        if (truth.isEmpty() || truth.getFirst().isBlank()) {
            return Optional.of("it has no answer to compare with");
        }
        if (markers > 0 && markers != images) {
            return Optional.of("its question has " + markers + " <image> markers, and the row has " + images + " images");
        }
        return Optional.empty();
    }
}
