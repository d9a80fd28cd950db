package dev.maestro.app.evaluation.data;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        for (String text : Stream.concat(Stream.of(id, dataSource, question), truth.stream()).toList()) {
            Optional<String> unstorable = unstorable(text);
            if (unstorable.isPresent()) {
                return new DataRow.Bad(index, place, unstorable.get());
            }
        }
        return problem(question, markers, images.size(), truth)
                .<DataRow>map(reason -> new DataRow.Bad(index, place, reason))
                .orElseGet(() -> new DataRow.Good(index, place, id.isBlank() ? "" + index : id.strip(), dataSource.strip(), question,
                        images, truth, textTruth));
    }

    /** What PostgreSQL's texts cannot hold. */
    private static Optional<String> unstorable(String text) {
        if (text.indexOf('\0') >= 0) {
            return Optional.of("it holds a NUL character, which no text can hold");
        }
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)
                ? Optional.of("it holds half of a character (a lone surrogate)")
                : Optional.empty();
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
