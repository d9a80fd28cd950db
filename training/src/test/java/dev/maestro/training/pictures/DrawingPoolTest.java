package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.vision.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingPoolTest {
    @TempDir
    Path folder;

    private DrawingPool pool(long seed, PretendPrograms programs) {
        DrawingFiles.write(folder, DrawingShape.SMALL);
        return new DrawingPool(seed, ImageProcessor.of(folder).orElseThrow(), programs.all(), folder.resolve("replies.jsonl"));
    }

    @Test
    void a_program_is_asked_when_it_is_needed_and_never_again_where_the_file_is() throws Exception {
        PretendPrograms programs = new PretendPrograms();
        LearnedDrawing first = pool(5, programs).picture(DrawingSplit.TRAIN, 0);
        assertThat(programs.asked()).isEmpty();
        List<String> replies = Stream.of(DrawingExpert.values()).map(first::reply).toList();
        assertThat(Stream.of(DrawingExpert.values()).map(first::reply).toList()).isEqualTo(replies);

        assertThat(programs.asked()).hasSize(3).containsOnly(first.kind() + ":" + first.seed());
        LearnedDrawing again = pool(5, programs).picture(DrawingSplit.TRAIN, 0);
        assertThat(Stream.of(DrawingExpert.values()).map(again::reply).toList()).isEqualTo(replies);
        assertThat(programs.asked()).hasSize(3);
        assertThat(again.patches().values()).isEqualTo(first.patches().values());

        Files.writeString(folder.resolve("replies.jsonl"), "{\"picture\": half a line");
        assertThatThrownBy(() -> pool(5, programs)).isInstanceOf(MaestroException.class).hasMessageContaining("replies.jsonl");
    }

    @Test
    void who_reads_a_kind_is_right_about_it_and_who_knows_part_of_a_group_is_right_about_that_part_only() {
        DrawingPool pool = pool(6, new PretendPrograms());
        for (long number = 0; number < 12; number++) {
            LearnedDrawing picture = pool.picture(DrawingSplit.VALIDATION, number);
            DrawingGroup group = List.of(DrawingGroup.values()).stream()
                    .filter(each -> each.generators().stream().anyMatch(g -> g.kind().equals(picture.kind()))).findFirst().orElseThrow();
            assertThat(picture.isRight(DrawingExpert.CHART_READER)).isEqualTo(group == DrawingGroup.CHARTS);
            assertThat(picture.isRight(DrawingExpert.TEXT_READER)).isEqualTo(group == DrawingGroup.TEXTS);
            assertThat(picture.isRight(DrawingExpert.SHAPE_COUNTER)).isEqualTo(group == DrawingGroup.SHAPES);
            assertThat(picture.isRight(DrawingExpert.BAR_READER)).isEqualTo(picture.kind().equals("bar-chart"));
            assertThat(picture.isRight(DrawingExpert.SIGN_READER)).isEqualTo(picture.kind().equals("sign"));
            assertThat(picture.isAnswerable()).isTrue();
        }
    }

    @Test
    void no_drawing_of_a_split_is_of_another_whatever_the_seeds_of_runs() {
        for (DrawingSplit split : DrawingSplit.values()) {
            Set<Long> seeds = LongStream.range(0, 40).boxed()
                    .flatMap(bits -> LongStream.of(1, 777).mapToObj(run -> split.own(bits * 0x9e3779b97f4a7c15L + run)))
                    .collect(Collectors.toSet());
            for (DrawingSplit other : DrawingSplit.values()) {
                assertThat(seeds).allSatisfy(seed -> assertThat(other.owns(seed)).isEqualTo(other == split));
            }
        }
        DrawingPool pool = pool(7, new PretendPrograms());
        for (DrawingSplit split : DrawingSplit.values()) {
            for (long number = 0; number < 4; number++) {
                assertThat(split.owns(pool.drawing(split, number).seed())).isTrue();
            }
        }
    }

    @Test
    void groups_are_asked_about_alike_often_and_shapes_are_most_of_what_is_learned_from() {
        Map<DrawingGroup, List<Long>> learned = DrawingTasks.learned(pool(8, new PretendPrograms()), 90);

        assertThat(learned.get(DrawingGroup.CHARTS)).hasSize(20).doesNotHaveDuplicates();
        assertThat(learned.get(DrawingGroup.TEXTS)).hasSize(20).doesNotContainAnyElementsOf(learned.get(DrawingGroup.CHARTS));
        assertThat(learned.get(DrawingGroup.SHAPES)).hasSize(50);
    }

    @Test
    void without_the_programs_it_says_what_is_missing() {
        DrawingFiles.write(folder, DrawingShape.SMALL);

        assertThatThrownBy(() -> new DrawingPool(1, ImageProcessor.of(folder).orElseThrow(),
                new PretendPrograms().all().subList(0, 1), folder.resolve("replies.jsonl"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("shape-counter").hasMessageContaining("maestro-readers");
    }
}
