package dev.maestro.readers.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.readers.opencv.OpenCv;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Point;

class GeometryTest {
    @BeforeAll
    static void load() {
        OpenCv.load();
    }

    @Test
    void a_circle_is_found_from_three_points_and_refined_by_more() {
        Ring ring = Ring.through(10, 0, 0, 10, -10, 0);
        assertThat(ring.radius()).isCloseTo(10, within(1e-9));
        double[] xs = new double[40];
        double[] ys = new double[40];
        for (int k = 0; k < 40; k++) {
            xs[k] = 3 + 7.5 * Math.cos(k * 0.1);
            ys[k] = -4 + 7.5 * Math.sin(k * 0.1);
        }
        Ring fitted = ring.fit(xs, ys, 40);
        assertThat(fitted.x()).isCloseTo(3, within(1e-6));
        assertThat(fitted.y()).isCloseTo(-4, within(1e-6));
        assertThat(fitted.radius()).isCloseTo(7.5, within(1e-6));
    }

    @Test
    void points_on_a_line_make_no_circle() {
        assertThat(Ring.through(0, 0, 1, 1, 2, 2).radius()).isInfinite();
    }

    @Test
    void segments_meet_where_they_cross_and_not_beyond_their_ends() {
        Segment s = new Segment(0, 0, 10, 10);
        assertThat(s.meets(new Segment(0, 10, 10, 0), 0)).hasValueSatisfying(p -> assertThat(p).containsExactly(5, 5));
        assertThat(s.meets(new Segment(20, 0, 12, 9), 0)).isEmpty();
        assertThat(s.meets(new Segment(0, 1, 10, 11), 5)).as("parallel").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3,30,TRIANGLE", "4,30,SQUARE", "5,30,PENTAGON", "6,30,HEXAGON", "60,30,CIRCLE", "3,9,TRIANGLE", "5,14,PENTAGON",
        "60,8,CIRCLE"})
    void regular_polygons_are_told_apart_at_any_turn(int corners, double radius, FigureKind kind) {
        for (double turn = 0; turn < 1.2; turn += 0.17) {
            Mask mask = new Mask(80, 80);
            for (int i = 0; i < mask.on.length; i++) {
                if (inside(i % 80 - 40, i / 80 - 40, corners, radius, turn)) {
                    mask.set(i);
                }
            }
            Point[] contour = mask.outline();
            assertThat(ShapeClassifier.classify(contour).kind()).as("turned by %.2f", turn).isEqualTo(kind);
        }
    }

    private static boolean inside(double x, double y, int corners, double radius, double turn) {
        double apothem = radius * Math.cos(Math.PI / corners);
        for (int k = 0; k < corners; k++) {
            double angle = turn + 2 * Math.PI * (k + 0.5) / corners;
            if (x * Math.cos(angle) + y * Math.sin(angle) > apothem) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource({"255,0,0,RED", "0,128,0,GREEN", "30,60,220,BLUE", "255,215,0,YELLOW", "255,127,14,ORANGE", "128,0,128,PURPLE",
        "148,103,189,PURPLE",
        "140,86,75,BROWN", "227,119,194,PINK", "255,192,203,PINK", "0,0,0,BLACK", "255,255,255,WHITE", "127,127,127,GRAY", "0,255,255,CYAN",
        "0,128,128,TEAL",
        "31,119,180,BLUE", "214,39,40,RED", "255,0,255,MAGENTA", "0,0,128,NAVY", "210,180,140,BEIGE"})
    void common_colours_have_their_common_names(int red, int green, int blue, ColourName name) {
        assertThat(ColourName.of(red, green, blue)).isEqualTo(name);
    }

    @Test
    void thinning_keeps_diagonals_of_two_pixels_whole() {
        Mask mask = new Mask(40, 40);
        for (int k = 5; k < 34; k++) {
            mask.set(k * 40 + k);
            mask.set(k * 40 + k + 1);
        }
        Mask thin = Thinning.thin(mask);
        assertThat(thin.pieces(1)).hasSize(1);
        assertThat(thin.pieces(1).getFirst().box().longSide()).isGreaterThan(26);
    }

    @Test
    void thinning_keeps_one_loop_one_pixel_wide() {
        Mask mask = new Mask(60, 60);
        for (int i = 0; i < mask.on.length; i++) {
            double r = Math.hypot(i % 60 - 30, i / 60 - 30);
            if (r > 17 && r < 23) {
                mask.set(i);
            }
        }
        Mask thin = Thinning.thin(mask);
        assertThat(thin.holes(50)).isEqualTo(1);
        assertThat(thin.count()).isLessThan(160);
    }
}
