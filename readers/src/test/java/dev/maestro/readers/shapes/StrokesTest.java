package dev.maestro.readers.shapes;

import static dev.maestro.readers.shapes.Sketches.drawnMask;
import static dev.maestro.readers.shapes.Sketches.full;
import static dev.maestro.readers.shapes.Sketches.mask;
import static dev.maestro.readers.shapes.Sketches.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class StrokesTest {
    private static final Scalar ON = new Scalar(255);

    private static void line(Mat on, double ax, double ay, double bx, double by, int width) {
        Imgproc.line(on, new Point(ax, ay), new Point(bx, by), ON, width);
    }

    @Nested
    class Thin {
        @Test
        void of_nothing_is_nothing() {
            assertThat(Thinning.thin(new Mask(7, 7)).count()).isZero();
            assertThat(Strokes.of(new Mask(7, 7)).segments(3)).isEmpty();
        }

        @Test
        void of_a_bar_is_a_line_along_its_middle() {
            Mask thin = Thinning.thin(drawnMask(60, 20, m -> Imgproc.rectangle(m, new Point(5, 8), new Point(54, 12), ON, Imgproc.FILLED)));
            assertThat(thin.count()).isBetween(44, 50);
            assertThat(thin.pieces(1)).singleElement().satisfies(p -> {
                assertThat(p.box().top()).isEqualTo(10);
                assertThat(p.box().height()).isEqualTo(1);
            });
        }

        @Test
        void a_line_one_pixel_wide_stays_as_it_is() {
            Mask line = mask(
                    ".......",
                    ".#####.",
                    ".......");
            assertThat(rows(Thinning.thin(line))).isEqualTo(rows(line));
        }

        @Test
        void a_line_along_the_edge_of_the_image_stays() {
            assertThat(rows(Thinning.thin(mask(
                    "#######",
                    ".......",
                    ".......")))).containsExactly(
                            "#######",
                            ".......",
                            ".......");
            assertThat(Thinning.thin(full(1, 9)).count()).as("an image one pixel wide").isEqualTo(9);
        }

        @Test
        void a_dot_stays_a_dot() {
            assertThat(Thinning.thin(mask("...", ".#.", "...")).count()).isEqualTo(1);
            assertThat(Thinning.thin(full(1, 1)).count()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void pieces_and_holes_are_kept_whatever_is_drawn(long seed) {
            Random random = new Random(seed);
            Mask mask = drawnMask(90, 70, m -> {
                for (int k = 0; k < 4; k++) {
                    line(m, 8 + random.nextInt(74), 8 + random.nextInt(54), 8 + random.nextInt(74), 8 + random.nextInt(54), 5);
                }
                Imgproc.circle(m, new Point(45, 35), 22, ON, 4);
            });
            Mask thin = Thinning.thin(mask);
            assertThat(thin.pieces(1)).hasSameSizeAs(mask.pieces(1));
            assertThat(thin.holes(30)).isGreaterThanOrEqualTo(mask.holes(30));
            assertThat(thin.without(mask).count()).as("nothing is added").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7})
    void the_width_of_a_stroke_is_what_it_was_drawn_with(int width) {
        assertThat(Strokes.of(drawnMask(100, 40,
                m -> Imgproc.rectangle(m, new Point(10, 20), new Point(90, 19 + width), ON, Imgproc.FILLED))).strokeWidth)
                .isCloseTo(width, within(0.1 * width + 0.3));
    }

    @Test
    void the_way_from_a_stroke_is_known_everywhere() {
        Strokes strokes = Strokes.of(drawnMask(40, 30, m -> line(m, 5, 10, 35, 10, 1)));
        assertThat(strokes.near(20, 10, 0)).isTrue();
        assertThat(strokes.near(20, 13, 2)).isFalse();
        assertThat(strokes.near(20, 13, 3)).isTrue();
        assertThat(strokes.near(-1, 10, 100)).as("outside the image").isFalse();
        assertThat(strokes.near(20, 30, 100)).isFalse();
    }

    @Test
    void support_is_the_share_of_the_way_that_is_drawn() {
        Strokes strokes = Strokes.of(drawnMask(100, 30, m -> line(m, 10, 15, 50, 15, 1)));
        assertThat(strokes.support(10, 15, 50, 15, 0.5)).isEqualTo(1);
        assertThat(strokes.support(10, 15, 90, 15, 0.5)).isCloseTo(0.5, within(0.03));
        assertThat(strokes.support(10, 25, 50, 25, 1)).isZero();
        assertThat(strokes.support(30, 15, 30, 15, 0.5)).as("of a point").isEqualTo(1);
    }

    @Nested
    class Runs {
        @Test
        void one_line_is_one_run_from_end_to_end() {
            List<Segment> runs = Strokes.of(drawnMask(120, 90, m -> line(m, 12, 14, 100, 70, 3))).segments(12);
            assertThat(runs).singleElement().satisfies(s -> {
                assertThat(s.length()).isCloseTo(Math.hypot(88, 56), within(5.0));
                assertThat(s.distance(56, 42)).as("through its middle").isLessThan(1);
            });
        }

        @Test
        void two_lines_that_cross_are_two() {
            List<Segment> runs = Strokes.of(drawnMask(120, 120, m -> {
                line(m, 10, 10, 110, 110, 3);
                line(m, 10, 110, 110, 10, 3);
            })).segments(20);
            assertThat(runs).hasSize(2);
            assertThat(runs.get(0).angle(runs.get(1))).isCloseTo(90, within(3.0));
            assertThat(runs.get(0).meets(runs.get(1), 0)).hasValueSatisfying(p -> {
                assertThat(p[0]).isCloseTo(60, within(1.5));
                assertThat(p[1]).isCloseTo(60, within(1.5));
            });
        }

        @Test
        void the_sides_of_a_triangle_are_three() {
            assertThat(Strokes.of(drawnMask(120, 120, m -> {
                line(m, 15, 100, 105, 100, 2);
                line(m, 105, 100, 60, 15, 2);
                line(m, 60, 15, 15, 100, 2);
            })).segments(25)).hasSize(3);
        }

        @Test
        void a_gap_no_longer_than_allowed_is_bridged() {
            Mask dashed = drawnMask(120, 30, m -> {
                line(m, 10, 15, 50, 15, 1);
                line(m, 56, 15, 110, 15, 1);
            });
            assertThat(Strokes.of(dashed).segments(20, 8)).hasSize(1);
            assertThat(Strokes.of(dashed).segments(20, 2)).hasSize(2);
        }

        @Test
        void what_is_shorter_than_asked_for_is_no_run() {
            assertThat(Strokes.of(drawnMask(60, 60, m -> line(m, 20, 20, 28, 20, 1))).segments(20)).isEmpty();
        }

        @Test
        void the_same_strokes_give_the_same_runs_again() {
            Mask mask = drawnMask(120, 120, m -> {
                line(m, 10, 20, 110, 90, 3);
                line(m, 30, 110, 60, 5, 3);
            });
            assertThat(Strokes.of(mask).segments(15)).isEqualTo(Strokes.of(mask).segments(15));
        }
    }

    @Nested
    class Segments {
        private final Segment level = new Segment(0, 0, 10, 0);

        @Test
        void distance_counts_from_the_ends_beyond_them() {
            assertThat(level.distance(5, 3)).isEqualTo(3);
            assertThat(level.distance(13, 4)).isEqualTo(5);
            assertThat(level.distance(-3, -4)).isEqualTo(5);
            assertThat(new Segment(2, 2, 2, 2).distance(5, 6)).as("of a point").isEqualTo(5);
        }

        @Test
        void angles_do_not_depend_on_the_direction_of_drawing() {
            assertThat(level.angle(new Segment(0, 0, 5, 5))).isCloseTo(45, within(1e-9));
            assertThat(level.angle(new Segment(5, 5, 0, 0))).isCloseTo(45, within(1e-9));
            assertThat(level.angle(new Segment(0, 7, -4, 7))).isZero();
            assertThat(level.angle(new Segment(3, 0, 3, 9))).isCloseTo(90, within(1e-9));
        }

        @Test
        void pieces_meet_beyond_their_ends_only_within_the_slack() {
            Segment upright = new Segment(12, 1, 12, 9);
            assertThat(level.meets(upright, 0)).isEmpty();
            assertThat(level.meets(upright, 2)).hasValueSatisfying(p -> assertThat(p).containsExactly(12, 0));
            assertThat(level.meets(upright, 1)).as("two pixels short").isEmpty();
        }

        @Test
        void a_point_meets_nothing() {
            assertThat(level.meets(new Segment(5, 0, 5, 0), 3)).isEmpty();
        }
    }
}
