package dev.maestro.readers.shapes;

import static dev.maestro.readers.shapes.Sketches.full;
import static dev.maestro.readers.shapes.Sketches.mask;
import static dev.maestro.readers.shapes.Sketches.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opencv.core.Mat;

class MaskTest {
    private static final Mask RING = mask(
            ".........",
            ".#######.",
            ".#.....#.",
            ".#.....#.",
            ".#.....#.",
            ".#######.",
            ".........");

    @Test
    void what_lies_outside_the_image_is_off() {
        Mask one = full(1, 1);
        assertThat(one.at(0, 0)).isTrue();
        assertThat(one.at(-1, 0)).isFalse();
        assertThat(one.at(0, 1)).isFalse();
        assertThat(one.at(1, 0)).isFalse();
    }

    @Test
    void a_mask_survives_the_way_into_a_matrix_and_back() {
        Mat mat = RING.toMat();
        assertThat(rows(Mask.of(mat))).isEqualTo(rows(RING));
        mat.release();
    }

    @Test
    void sets_are_joined_cut_and_taken_away_pixel_by_pixel() {
        Mask left = mask("##..", "##..");
        Mask middle = mask(".##.", ".##.");
        assertThat(rows(left.or(middle))).containsExactly("###.", "###.");
        assertThat(rows(left.and(middle))).containsExactly(".#..", ".#..");
        assertThat(rows(left.without(middle))).containsExactly("#...", "#...");
        assertThat(rows(left.inverted())).containsExactly("..##", "..##");
        assertThat(rows(left)).as("the operands stay").containsExactly("##..", "##..");
        assertThat(left.inverted().or(left).count()).isEqualTo(8);
    }

    @Nested
    class Pieces {
        @Test
        void an_empty_mask_has_none() {
            assertThat(new Mask(5, 4).pieces(1)).isEmpty();
            assertThat(new Mask(1, 40).pieces(1)).isEmpty();
        }

        @Test
        void a_full_frame_is_one() {
            List<Mask.Piece> pieces = full(6, 4).pieces(1);
            assertThat(pieces).singleElement().satisfies(p -> {
                assertThat(p.box()).isEqualTo(new PixelBox(0, 0, 6, 4));
                assertThat(p.area()).isEqualTo(24);
                assertThat(p.own().width).as("a margin all around").isEqualTo(8);
                assertThat(p.own().count()).isEqualTo(24);
            });
        }

        @Test
        void a_column_one_pixel_wide_falls_apart_at_its_gap() {
            List<Mask.Piece> pieces = mask("#", "#", "#", ".", "#").pieces(1);
            assertThat(pieces).extracting(Mask.Piece::area).containsExactly(3, 1);
            assertThat(pieces.getLast().box()).isEqualTo(new PixelBox(0, 4, 1, 5));
        }

        @Test
        void pixels_that_touch_by_a_corner_belong_together() {
            assertThat(mask("#...", ".#..", "..#.", "...#").pieces(1)).hasSize(1);
            assertThat(mask("#.#", "...", "#.#").pieces(1)).hasSize(4);
        }

        @Test
        void the_largest_comes_first_and_small_ones_are_left_out() {
            Mask mask = mask(
                    "#..##.",
                    "...##.",
                    "#.....",
                    "#.....");
            assertThat(mask.pieces(1)).extracting(Mask.Piece::area).containsExactly(4, 2, 1);
            assertThat(mask.pieces(2)).extracting(Mask.Piece::area).containsExactly(4, 2);
            assertThat(mask.pieces(5)).isEmpty();
        }

        @Test
        void each_keeps_its_own_pixels_where_boxes_overlap() {
            Mask mask = mask(
                    "#####",
                    "#...#",
                    "#.#.#",
                    "#...#",
                    "#####");
            List<Mask.Piece> pieces = mask.pieces(1);
            assertThat(pieces).extracting(Mask.Piece::area).containsExactly(16, 1);
            assertThat(pieces.getFirst().own().at(3, 3)).as("the inner dot").isFalse();
        }

        @Test
        void painted_back_they_are_the_mask_again() {
            Mask mask = mask(
                    "##..#",
                    ".#..#",
                    "....#",
                    "#....");
            Mask again = new Mask(5, 4);
            mask.pieces(1).forEach(p -> p.paint(again));
            assertThat(rows(again)).isEqualTo(rows(mask));
        }
    }

    @Nested
    class Holes {
        @Test
        void a_ring_has_one() {
            assertThat(RING.holes(1)).isEqualTo(1);
            assertThat(RING.holes(15)).isEqualTo(1);
            assertThat(RING.holes(16)).as("it has 15 pixels").isZero();
        }

        @Test
        void neither_nothing_nor_everything_has_one() {
            assertThat(new Mask(7, 5).holes(1)).isZero();
            assertThat(full(7, 5).holes(1)).isZero();
            assertThat(full(1, 9).holes(1)).isZero();
        }

        @Test
        void a_bay_at_the_border_is_none() {
            assertThat(mask(
                    "#####",
                    "#...#",
                    "#...#").holes(1)).isZero();
        }

        @Test
        void a_ring_along_the_border_of_the_image_has_one() {
            assertThat(mask(
                    "#####",
                    "#...#",
                    "#####").holes(1)).isEqualTo(1);
        }

        @Test
        void a_diagonal_wall_of_single_pixels_holds() {
            assertThat(mask(
                    "..#..",
                    ".#.#.",
                    "#...#",
                    ".#.#.",
                    "..#..").holes(1)).isEqualTo(1);
        }

        @Test
        void two_rooms_are_two() {
            assertThat(mask(
                    "#######",
                    "#..#..#",
                    "#..#..#",
                    "#######").holes(2)).isEqualTo(2);
        }
    }

    @Nested
    class Growing {
        @Test
        void a_pixel_grows_to_a_square() {
            Mask dot = mask(".....", ".....", "..#..", ".....", ".....");
            assertThat(rows(dot.dilated(3))).containsExactly(".....", ".###.", ".###.", ".###.", ".....");
        }

        @Test
        void a_pixel_in_the_corner_grows_within_the_image() {
            assertThat(rows(mask("#..", "...", "...").dilated(3))).containsExactly("##.", "##.", "...");
        }

        @Test
        void closing_bridges_a_gap_and_adds_nothing_else() {
            assertThat(rows(mask(
                    ".......",
                    ".##.##.",
                    ".......").closed(3))).containsExactly(
                            ".......",
                            ".#####.",
                            ".......");
        }

        @Test
        void opening_takes_threads_and_keeps_blocks() {
            assertThat(rows(mask(
                    "......",
                    ".###..",
                    ".#####",
                    ".###..",
                    "......").opened(3))).containsExactly(
                            "......",
                            ".###..",
                            ".###..",
                            ".###..",
                            "......");
        }

        @Test
        void opening_along_a_row_keeps_long_runs_only() {
            assertThat(rows(mask(
                    "######",
                    "##.##.",
                    "#.....").openedAlong(5, 1))).containsExactly(
                            "######",
                            "......",
                            "......");
        }

        @Test
        void a_full_frame_stays_full_and_an_empty_one_empty() {
            assertThat(full(9, 9).opened(5).count()).isEqualTo(81);
            assertThat(full(9, 9).closed(5).count()).isEqualTo(81);
            assertThat(new Mask(9, 9).dilated(7).count()).isZero();
            assertThat(new Mask(9, 9).closed(7).count()).isZero();
        }

        @Test
        void an_image_narrower_than_the_brush_is_no_error() {
            assertThat(full(1, 12).opened(5).count()).isEqualTo(12);
            assertThat(rows(mask("#", ".", ".").dilated(5))).containsExactly("#", "#", "#");
        }
    }

    @Nested
    class Depth {
        @Test
        void is_one_at_the_rim_and_grows_inwards() {
            Mask block = mask(
                    ".......",
                    ".#####.",
                    ".#####.",
                    ".#####.",
                    ".#####.",
                    ".#####.",
                    ".......");
            float[] depth = block.depth();
            assertThat(depth[7 + 1]).isCloseTo(1, within(0.01f));
            assertThat(depth[3 * 7 + 3]).isCloseTo(3, within(0.01f));
            assertThat(depth[0]).isZero();
            assertThat(block.deepest()).isCloseTo(3, within(0.01f));
        }

        @Test
        void of_nothing_is_zero_and_of_one_pixel_one() {
            assertThat(new Mask(4, 4).deepest()).isZero();
            assertThat(mask("...", ".#.", "...").deepest()).isCloseTo(1, within(0.01f));
        }

        @Test
        void does_not_take_the_frame_for_an_edge() {
            assertThat(mask("###.").depth()).containsExactly(new float[]{3, 2, 1, 0}, within(0.01f));
            assertThat(full(5, 5).deepest()).as("nothing is outside").isGreaterThan(5);
        }
    }

    @Nested
    class Outline {
        @Test
        void of_an_empty_mask_is_empty() {
            assertThat(new Mask(3, 3).outline()).isEmpty();
        }

        @Test
        void of_one_pixel_is_that_pixel() {
            assertThat(mask("...", ".#.", "...").outline()).singleElement().satisfies(p -> {
                assertThat(p.x).isEqualTo(1);
                assertThat(p.y).isEqualTo(1);
            });
        }

        @Test
        void runs_once_around_the_outside() {
            assertThat(RING.outline()).hasSize(20).allSatisfy(p -> assertThat(RING.at((int) p.x, (int) p.y)).isTrue());
            assertThat(full(5, 4).outline()).as("along the frame").hasSize(14);
        }

        @Test
        void of_several_pieces_is_that_of_the_largest() {
            assertThat(mask(
                    "##....",
                    "##.###",
                    "...###",
                    "...###").outline()).allSatisfy(p -> assertThat(p.x).isGreaterThanOrEqualTo(3));
        }
    }

    @Nested
    class Filled {
        @Test
        void takes_in_what_is_enclosed() {
            assertThat(RING.filled().count()).isEqualTo(35);
            assertThat(RING.filled().holes(1)).isZero();
        }

        @Test
        void leaves_bays_open_and_empty_masks_empty() {
            Mask bay = mask("###", "#..", "###");
            assertThat(rows(bay.filled())).isEqualTo(rows(bay));
            assertThat(new Mask(4, 3).filled().count()).isZero();
        }

        @Test
        void takes_in_what_stands_free_within() {
            assertThat(mask(
                    "#####",
                    "#...#",
                    "#.#.#",
                    "#...#",
                    "#####").filled().count()).isEqualTo(25);
        }
    }
}
