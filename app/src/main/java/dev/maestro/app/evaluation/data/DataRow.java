package dev.maestro.app.evaluation.data;

import java.nio.file.Path;
import java.util.List;

/** A row of a data set. */
public sealed interface DataRow {
    /** Position in the data set, from 0; bad rows count. */
    long index();

    /** File and line or row, for people. */
    String place();

    /**
     * A row that can be asked, its images not looked at yet.
     *
     * @param id          the data set's own, or the index
     * @param dataSource  empty when the row names none
     * @param groundTruth accepted answers, at least one
     * @param textTruth   the truth was one text, not a list
     */
    record Good(long index, String place, String id, String dataSource, String question, List<ImageSource> images, List<String> groundTruth,
            boolean textTruth)
            implements
                DataRow {
        public Good {
            images = List.copyOf(images);
            groundTruth = List.copyOf(groundTruth);
        }
    }

    /** @param reason what is wrong and what is expected */
    record Bad(long index, String place, String reason) implements DataRow {}

    sealed interface ImageSource {
        record Bytes(byte[] bytes) implements ImageSource {}

        record InFile(Path file) implements ImageSource {}
    }
}
