package dev.maestro.readers.shapes;

import static dev.maestro.readers.shapes.Sketches.BLACK;
import static dev.maestro.readers.shapes.Sketches.BLUE;
import static dev.maestro.readers.shapes.Sketches.RED;
import static dev.maestro.readers.shapes.Sketches.WHITE;
import static dev.maestro.readers.shapes.Sketches.raster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.readers.shapes.ShapeQuestion.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.opencv.core.Point;
import org.opencv.imgproc.Imgproc;

/** Which of the figures a question means, and what is said of them. */
class MatchingTest {
    private static Figure figure(FigureKind kind, ColourName colour, int x, int y, int side) {
        return new Figure(kind, colour, true, new PixelBox(x, y, x + side, y + side), x + side / 2.0, y + side / 2.0, side * side, 0);
    }

    private static Figure tilted(double tilt) {
        return new Figure(FigureKind.SQUARE, ColourName.RED, true, new PixelBox(0, 0, 20, 20), 10, 10, 400, tilt);
    }

    private static Target target(FigureKind kind, ColourName colour) {
        return new Target(Optional.ofNullable(kind), Optional.ofNullable(colour), Optional.empty(), Optional.empty());
    }

    private static final Figure RED_DISC = figure(FigureKind.CIRCLE, ColourName.RED, 10, 10, 20);
    private static final Figure BLUE_BOX = figure(FigureKind.SQUARE, ColourName.BLUE, 120, 15, 30);
    private static final Figure NAVY_STAR = figure(FigureKind.STAR, ColourName.NAVY, 60, 90, 60);
    private static final List<Figure> SCENE = List.of(RED_DISC, BLUE_BOX, NAVY_STAR);

    @Nested
    class Words {
        @Test
        void kind_and_colour_both_count() {
            assertThat(Matching.matching(SCENE, target(FigureKind.CIRCLE, null))).containsExactly(RED_DISC);
            assertThat(Matching.matching(SCENE, target(FigureKind.CIRCLE, ColourName.BLUE))).isEmpty();
            assertThat(Matching.matching(List.of(), target(FigureKind.CIRCLE, null))).isEmpty();
        }

        @Test
        void a_neighbouring_colour_is_meant_only_when_nothing_has_the_colour_itself() {
            assertThat(Matching.matching(SCENE, target(null, ColourName.BLUE))).containsExactly(BLUE_BOX);
            assertThat(Matching.matching(List.of(RED_DISC, NAVY_STAR), target(null, ColourName.BLUE))).containsExactly(NAVY_STAR);
        }

        @Test
        void lines_are_no_shapes_unless_there_are_only_lines() {
            Figure line = figure(FigureKind.LINE, ColourName.BLACK, 0, 0, 50);
            assertThat(Matching.matching(List.of(RED_DISC, line), target(null, null))).containsExactly(RED_DISC);
            assertThat(Matching.matching(List.of(line), target(null, null))).containsExactly(line);
        }

        @Test
        void fill_is_asked_for_or_not() {
            Figure hollow = new Figure(FigureKind.CIRCLE, ColourName.RED, false, new PixelBox(50, 0, 70, 20), 60, 10, 300, 0);
            Target filled = new Target(Optional.of(FigureKind.CIRCLE), Optional.empty(), Optional.of(true), Optional.empty());
            assertThat(Matching.matching(List.of(RED_DISC, hollow), filled)).containsExactly(RED_DISC);
            assertThat(Matching.matching(List.of(RED_DISC, hollow), target(FigureKind.CIRCLE, null))).hasSize(2);
        }

        @Test
        void sizes_part_at_the_largest_step() {
            List<Figure> four = List.of(figure(FigureKind.CIRCLE, ColourName.RED, 0, 0, 10),
                    figure(FigureKind.CIRCLE, ColourName.RED, 0, 0, 11),
                    figure(FigureKind.CIRCLE, ColourName.RED, 0, 0, 30), figure(FigureKind.CIRCLE, ColourName.RED, 0, 0, 33));
            Target large = new Target(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
            Target small = new Target(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false));
            assertThat(Matching.matching(four, large)).containsExactly(four.get(2), four.get(3));
            assertThat(Matching.matching(four, small)).containsExactly(four.get(0), four.get(1));
            assertThat(Matching.matching(List.of(RED_DISC), large)).as("one has no size to compare with").containsExactly(RED_DISC);
        }

        @Test
        void a_square_on_its_corner_is_a_diamond_beside_upright_ones() {
            assertThat(Matching.matching(List.of(tilted(0), tilted(44)), target(FigureKind.DIAMOND, null))).hasSize(1);
            assertThat(Matching.matching(List.of(tilted(0), tilted(44)), target(FigureKind.SQUARE, null))).hasSize(1);
            assertThat(Matching.matching(List.of(tilted(20), tilted(44)), target(FigureKind.SQUARE, null))).as("squares at any angle")
                    .hasSize(2);
        }
    }

    @Nested
    class Scenes {
        private Optional<String> answer(String question) {
            return new SceneAnswers(SCENE, 200, 160).answer(QuestionReader.read(question));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "What color is the circle?|red",
            "What color is the largest shape?|navy",
            "What is the color of the smallest figure?|red",
            "What shape is to the right of the red circle?|square",
            "Is there a blue square?|Yes",
            "Is there a green square?|No",
            "Is the red circle to the left of the blue square?|Yes",
            "Is the red circle below the blue square?|No",
            "Where is the star?|bottom",
            "Where is the red circle?|top left",
            "Which object is the leftmost?|circle"})
        void places_colours_and_sizes_are_said(String question, String expected) {
            assertThat(answer(question)).contains(expected);
        }

        @Test
        void what_is_not_there_has_no_colour() {
            assertThat(answer("What color is the triangle?")).isEmpty();
            assertThat(new SceneAnswers(List.of(), 10, 10).answer(QuestionReader.read("What color is the circle?"))).isEmpty();
            assertThat(new SceneAnswers(List.of(), 10, 10).answer(QuestionReader.read("Is there a circle?"))).contains("No");
        }

        @Test
        void the_odd_one_differs_in_colour_first() {
            List<Figure> odd = List.of(figure(FigureKind.CIRCLE, ColourName.RED, 0, 0, 20),
                    figure(FigureKind.CIRCLE, ColourName.RED, 30, 0, 20),
                    figure(FigureKind.CIRCLE, ColourName.GREEN, 60, 0, 20));
            assertThat(new SceneAnswers(odd, 100, 30).answer(QuestionReader.read("Which one is the odd one out?")))
                    .contains("green circle");
            assertThat(answer("Which one is the odd one out?")).as("all differ").isEmpty();
        }

        @Test
        void the_commonest_colour_is_counted() {
            List<Figure> some = List.of(RED_DISC, figure(FigureKind.STAR, ColourName.RED, 50, 0, 20), BLUE_BOX);
            assertThat(new SceneAnswers(some, 200, 160).answer(QuestionReader.read("What is the most common color?"))).contains("red");
        }
    }

    @Nested
    class Borders {
        private final Figure fill = figure(FigureKind.OTHER, ColourName.RED, 12, 12, 46);
        private final Figure outline = new Figure(FigureKind.SQUARE, ColourName.BLACK, false, new PixelBox(10, 10, 60, 60), 35, 35, 2500,
                0);

        @Test
        void give_their_kind_to_the_fill_and_lose_their_colour() {
            assertThat(Merging.bordersIntoFills(List.of(fill), List.of(outline))).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(FigureKind.SQUARE);
                assertThat(f.colour()).isEqualTo(ColourName.RED);
                assertThat(f.filled()).isTrue();
                assertThat(f.box()).isEqualTo(outline.box());
            });
        }

        @Test
        void around_something_much_smaller_are_figures_of_their_own() {
            assertThat(Merging.bordersIntoFills(List.of(figure(FigureKind.CIRCLE, ColourName.RED, 30, 30, 10)), List.of(outline)))
                    .hasSize(2);
            assertThat(Merging.bordersIntoFills(List.of(), List.of(outline))).containsExactly(outline);
        }
    }

    @Nested
    class Names {
        @Test
        void a_rhombus_and_a_plus_are_kinds_in_the_singular_too() {
            assertThat(QuestionReader.read("Is there a rhombus?").kind()).contains(FigureKind.DIAMOND);
            assertThat(QuestionReader.read("How many rhombuses are there?").kind()).contains(FigureKind.DIAMOND);
            assertThat(QuestionReader.read("Is there a red plus?").kind()).contains(FigureKind.CROSS);
            assertThat(QuestionReader.read("How many crosses are there?").kind()).contains(FigureKind.CROSS);
            assertThat(QuestionReader.read("Is there a cross?").kind()).contains(FigureKind.CROSS);
        }

        @ParameterizedTest
        @EnumSource(ColourName.class)
        void every_colour_is_known_by_its_own_word_and_called_so(ColourName colour) {
            assertThat(ColourName.named(colour.word())).contains(colour);
            assertThat(colour.mayBeCalled(colour)).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"grey,GRAY", "golden,YELLOW", "violet,PURPLE", "turquoise,CYAN", "crimson,RED", "fuchsia,MAGENTA"})
        void other_words_for_a_colour_are_known(String word, ColourName colour) {
            assertThat(ColourName.named(word)).contains(colour);
        }

        @Test
        void what_is_no_colour_names_none() {
            assertThat(ColourName.named("round")).isEmpty();
            assertThat(ColourName.named("")).isEmpty();
            assertThat(ColourName.RED.mayBeCalled(ColourName.BLUE)).isFalse();
        }

        @Test
        void polygons_and_their_corners_agree() {
            for (FigureKind kind : FigureKind.values()) {
                assertThat(kind.corners() == 0 || FigureKind.polygon(kind.corners()) == kind).as(kind.name()).isTrue();
            }
            assertThat(FigureKind.polygon(12)).isEqualTo(FigureKind.OTHER);
            assertThat(FigureKind.OTHER.word()).isEqualTo("shape");
        }
    }

    @Nested
    class Boxes {
        private final PixelBox box = new PixelBox(2, 3, 10, 7);

        @Test
        void have_sides_and_a_centre() {
            assertThat(List.of(box.width(), box.height(), box.longSide(), box.shortSide())).containsExactly(8, 4, 8, 4);
            assertThat(List.of(box.centreX(), box.centreY())).containsExactly(6.0, 5.0);
        }

        @Test
        void grow_as_far_as_the_image_reaches() {
            assertThat(box.grown(1, 100, 100)).isEqualTo(new PixelBox(1, 2, 11, 8));
            assertThat(box.grown(50, 12, 9)).isEqualTo(new PixelBox(0, 0, 12, 9));
        }

        @Test
        void join_to_the_smallest_around_both() {
            assertThat(box.union(new PixelBox(0, 5, 4, 20))).isEqualTo(new PixelBox(0, 3, 10, 20));
            assertThat(box.union(box)).isEqualTo(box);
        }
    }

    @Nested
    class Layers {
        @Test
        void lines_of_two_colours_are_two_layers() {
            Segmentation segmentation = Segmentation.of(raster(160, 120, WHITE, m -> {
                Imgproc.line(m, new Point(10, 20), new Point(150, 100), RED, 3, Imgproc.LINE_AA);
                Imgproc.line(m, new Point(10, 100), new Point(150, 20), BLUE, 3, Imgproc.LINE_AA);
            }));
            List<InkColours.Layer> layers = InkColours.layers(segmentation, 0.1);
            assertThat(layers).extracting(InkColours.Layer::colour).containsExactlyInAnyOrder(ColourName.RED, ColourName.BLUE);
            assertThat(InkColours.named(layers, ColourName.RED)).hasValueSatisfying(l -> assertThat(l.mask().at(30, 31)).isTrue());
            assertThat(InkColours.named(layers, ColourName.GREEN)).isEmpty();
            assertThat(InkColours.named(layers, ColourName.PURPLE)).as("nothing is called purple").isEmpty();
        }

        @Test
        void an_empty_image_has_none() {
            assertThat(InkColours.layers(Segmentation.of(raster(60, 40, WHITE, _ -> {})), 0.01)).isEmpty();
        }

        @Test
        void pale_edges_belong_to_the_line_they_are_of() {
            Segmentation segmentation = Segmentation.of(raster(160, 120, WHITE,
                    m -> Imgproc.line(m, new Point(10, 20), new Point(150, 90), BLACK, 1, Imgproc.LINE_AA)));
            assertThat(InkColours.layers(segmentation, 0.05)).singleElement()
                    .satisfies(l -> assertThat(l.mask().count()).isEqualTo(segmentation.ink().count()));
        }
    }

    @Nested
    class Glyphs {
        private final List<PixelBox> three = List.of(new PixelBox(0, 0, 10, 20), new PixelBox(12, 0, 22, 20), new PixelBox(24, 0, 34, 20));

        @Test
        void a_character_with_a_box_of_its_own_is_where_its_box_is() {
            int[] text = "abc".codePoints().toArray();
            assertThat(GlyphAlignment.at(text, three, 5)).isZero();
            assertThat(GlyphAlignment.at(text, three, 18)).isEqualTo(1);
            assertThat(GlyphAlignment.at(text, three, 900)).isEqualTo(2);
        }

        @Test
        void letters_that_touch_share_a_box_by_their_widths() {
            int[] text = "aWW".codePoints().toArray();
            List<PixelBox> two = List.of(new PixelBox(0, 0, 11, 20), new PixelBox(13, 0, 50, 20));
            assertThat(GlyphAlignment.at(text, two, 4)).isZero();
            assertThat(GlyphAlignment.at(text, two, 20)).isEqualTo(1);
            assertThat(GlyphAlignment.at(text, two, 45)).isEqualTo(2);
        }

        @Test
        void more_boxes_than_characters_are_spread_over() {
            assertThat(GlyphAlignment.at("ab".codePoints().toArray(), three, 2)).isZero();
            assertThat(GlyphAlignment.at("ab".codePoints().toArray(), three, 33)).isEqualTo(1);
        }
    }
}
