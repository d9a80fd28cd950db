package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.readers.EmbeddedReaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that read pixels, really asked. */
@Timeout(300)
class PictureProgramsTest {
    private static final Map<PictureGroup, PictureExpert> READERS = Map.of(PictureGroup.CHARTS, PictureExpert.CHART_READER,
            PictureGroup.TEXTS, PictureExpert.TEXT_READER, PictureGroup.SHAPES, PictureExpert.SHAPE_COUNTER);

    @TempDir
    Path folder;

    @Test
    void each_is_right_about_a_picture_of_its_own_group_and_is_asked_only_there() throws Exception {
        PictureFiles.write(folder, PictureShape.SMALL);
        Path file = folder.resolve("replies.jsonl");
        PicturePool pool = new PicturePool(1, ImageProcessor.of(folder).orElseThrow(), new EmbeddedReaders().experts(1), file);
        for (PictureGroup group : PictureGroup.values()) {
            LearnedPicture picture = pool.picture(PictureSplit.TRAIN, pool.numbers(PictureSplit.TRAIN, group, 1).getFirst());

            assertThat(picture.isRight(READERS.get(group))).as(picture.kind()).isTrue();
        }
        assertThat(Files.readAllLines(file)).hasSize(3).allSatisfy(line -> assertThat(line).contains("\"replies\":{"));
    }
}
