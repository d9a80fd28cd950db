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

class PicturePoolTest {
    @TempDir
    Path folder;

    private PicturePool pool(long seed, PretendPrograms programs) {
        PictureFiles.write(folder, PictureShape.SMALL);
        return new PicturePool(seed, ImageProcessor.of(folder).orElseThrow(), programs.all(), folder.resolve("replies.jsonl"));
    }

    @Test
    void a_program_is_asked_when_it_is_needed_and_never_again_where_the_file_is() throws Exception {
        PretendPrograms programs = new PretendPrograms();
        LearnedPicture first = pool(5, programs).picture(PictureSplit.TRAIN, 0);
        assertThat(programs.asked()).isEmpty();
        List<String> replies = Stream.of(PictureExpert.values()).map(first::reply).toList();
        assertThat(Stream.of(PictureExpert.values()).map(first::reply).toList()).isEqualTo(replies);

        assertThat(programs.asked()).hasSize(3).containsOnly(first.kind() + ":" + first.seed());
        LearnedPicture again = pool(5, programs).picture(PictureSplit.TRAIN, 0);
        assertThat(Stream.of(PictureExpert.values()).map(again::reply).toList()).isEqualTo(replies);
        assertThat(programs.asked()).hasSize(3);
        assertThat(again.patches().values()).isEqualTo(first.patches().values());

        Files.writeString(folder.resolve("replies.jsonl"), "{\"picture\": half a line");
        assertThatThrownBy(() -> pool(5, programs)).isInstanceOf(MaestroException.class).hasMessageContaining("replies.jsonl");
    }

    @Test
    void who_reads_a_kind_is_right_about_it_and_who_knows_part_of_a_group_is_right_about_that_part_only() {
        PicturePool pool = pool(6, new PretendPrograms());
        for (long number = 0; number < 12; number++) {
            LearnedPicture picture = pool.picture(PictureSplit.VALIDATION, number);
            PictureGroup group = List.of(PictureGroup.values()).stream()
                    .filter(each -> each.generators().stream().anyMatch(g -> g.kind().equals(picture.kind()))).findFirst().orElseThrow();
            assertThat(picture.isRight(PictureExpert.CHART_READER)).isEqualTo(group == PictureGroup.CHARTS);
            assertThat(picture.isRight(PictureExpert.TEXT_READER)).isEqualTo(group == PictureGroup.TEXTS);
            assertThat(picture.isRight(PictureExpert.SHAPE_COUNTER)).isEqualTo(group == PictureGroup.SHAPES);
            assertThat(picture.isRight(PictureExpert.BAR_READER)).isEqualTo(picture.kind().equals("bar-chart"));
            assertThat(picture.isRight(PictureExpert.SIGN_READER)).isEqualTo(picture.kind().equals("sign"));
            assertThat(picture.isAnswerable()).isTrue();
        }
    }

    @Test
    void no_drawing_of_a_split_is_of_another_whatever_the_seeds_of_runs() {
        for (PictureSplit split : PictureSplit.values()) {
            Set<Long> seeds = LongStream.range(0, 40).boxed()
                    .flatMap(bits -> LongStream.of(1, 777).mapToObj(run -> split.own(bits * 0x9e3779b97f4a7c15L + run)))
                    .collect(Collectors.toSet());
            for (PictureSplit other : PictureSplit.values()) {
                assertThat(seeds).allSatisfy(seed -> assertThat(other.owns(seed)).isEqualTo(other == split));
            }
        }
        PicturePool pool = pool(7, new PretendPrograms());
        for (PictureSplit split : PictureSplit.values()) {
            for (long number = 0; number < 4; number++) {
                assertThat(split.owns(pool.drawing(split, number).seed())).isTrue();
            }
        }
    }

    @Test
    void groups_are_asked_about_alike_often_and_shapes_are_most_of_what_is_learned_from() {
        Map<PictureGroup, List<Long>> learned = PictureTasks.learned(pool(8, new PretendPrograms()), 90);

        assertThat(learned.get(PictureGroup.CHARTS)).hasSize(20).doesNotHaveDuplicates();
        assertThat(learned.get(PictureGroup.TEXTS)).hasSize(20).doesNotContainAnyElementsOf(learned.get(PictureGroup.CHARTS));
        assertThat(learned.get(PictureGroup.SHAPES)).hasSize(50);
    }

    @Test
    void without_the_programs_it_says_what_is_missing() {
        PictureFiles.write(folder, PictureShape.SMALL);

        assertThatThrownBy(() -> new PicturePool(1, ImageProcessor.of(folder).orElseThrow(),
                new PretendPrograms().all().subList(0, 1), folder.resolve("replies.jsonl"))).isInstanceOf(MaestroException.class)
                .hasMessageContaining("shape-counter").hasMessageContaining("maestro-readers");
    }
}
