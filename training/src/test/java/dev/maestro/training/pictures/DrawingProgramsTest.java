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
class DrawingProgramsTest {
    private static final Map<DrawingGroup, DrawingExpert> READERS = Map.of(DrawingGroup.CHARTS, DrawingExpert.CHART_READER,
            DrawingGroup.TEXTS, DrawingExpert.TEXT_READER, DrawingGroup.SHAPES, DrawingExpert.SHAPE_COUNTER);

    @TempDir
    Path folder;

    @Test
    void each_is_right_about_a_picture_of_its_own_group_and_is_asked_only_there() throws Exception {
        DrawingFiles.write(folder, DrawingShape.SMALL);
        Path file = folder.resolve("replies.jsonl");
        DrawingPool pool = new DrawingPool(1, ImageProcessor.of(folder).orElseThrow(), new EmbeddedReaders().experts(1), file);
        for (DrawingGroup group : DrawingGroup.values()) {
            LearnedDrawing picture = pool.picture(DrawingSplit.TRAIN, pool.numbers(DrawingSplit.TRAIN, group, 1).getFirst());

            assertThat(picture.isRight(READERS.get(group))).as(picture.kind()).isTrue();
        }
        assertThat(Files.readAllLines(file)).hasSize(3).allSatisfy(line -> assertThat(line).contains("\"replies\":{"));
    }
}
