package dev.maestro.readers.shapes;

import static dev.maestro.readers.shapes.Sketches.BLACK;
import static dev.maestro.readers.shapes.Sketches.BLUE;
import static dev.maestro.readers.shapes.Sketches.GREEN;
import static dev.maestro.readers.shapes.Sketches.RED;
import static dev.maestro.readers.shapes.Sketches.WHITE;
import static dev.maestro.readers.shapes.Sketches.drawnMask;
import static dev.maestro.readers.shapes.Sketches.raster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** From the pixels of a drawing to its ground, its fills and strokes, and the figures they form. */
class SegmentationTest {
    private static Segmentation drawn(int width, int height, Consumer<Mat> pen) {
        return Segmentation.of(raster(width, height, WHITE, pen));
    }

    private static List<Figure> figures(Consumer<Mat> pen) {
        return drawn(200, 160, pen).figures(Optional.empty());
    }

    private static void disc(Mat on, double x, double y, int radius, Scalar colour) {
        Imgproc.circle(on, new Point(x, y), radius, colour, Imgproc.FILLED, Imgproc.LINE_AA);
    }

    private static void box(Mat on, int left, int top, int right, int bottom, Scalar colour, int width) {
        Imgproc.rectangle(on, new Point(left, top), new Point(right, bottom), colour, width);
    }

    private static void polygon(Mat on, Scalar colour, double... xy) {
        Point[] points = new Point[xy.length / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point(xy[2 * i], xy[2 * i + 1]);
        }
        MatOfPoint corners = new MatOfPoint(points);
        Imgproc.fillPoly(on, List.of(corners), colour);
        corners.release();
    }

    @Nested
    class Figures {
        @Test
        void a_disc_is_a_filled_circle_where_it_was_drawn() {
            assertThat(figures(m -> disc(m, 80, 70, 30, RED))).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(FigureKind.CIRCLE);
                assertThat(f.colour()).isEqualTo(ColourName.RED);
                assertThat(f.filled()).isTrue();
                assertThat(f.centreX()).isCloseTo(80, within(1.0));
                assertThat(f.centreY()).isCloseTo(70, within(1.0));
                assertThat(f.area()).isCloseTo(Math.PI * 900, within(220.0));
                assertThat(f.box().width()).isBetween(59, 64);
            });
        }

        @Test
        void a_ring_is_a_circle_that_is_not_filled() {
            assertThat(figures(m -> Imgproc.circle(m, new Point(100, 80), 40, BLUE, 3, Imgproc.LINE_AA))).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(FigureKind.CIRCLE);
                assertThat(f.colour()).isEqualTo(ColourName.BLUE);
                assertThat(f.filled()).isFalse();
            });
        }

        @Test
        void an_image_of_nothing_holds_none() {
            assertThat(figures(_ -> {})).isEmpty();
            assertThat(drawn(200, 160, _ -> {}).drawn()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"1,60", "60,1", "1,1", "2,2", "3,40"})
        void an_image_a_pixel_wide_is_no_error(int width, int height) {
            Segmentation narrow = drawn(width, height, m -> m.row(0).setTo(BLACK));
            assertThat(narrow.figures(Optional.of(FigureKind.CIRCLE))).hasSizeLessThanOrEqualTo(1);
            assertThat(GridReader.read(narrow)).isEmpty();
            assertThat(CirclePairs.measure(narrow)).isEmpty();
        }

        @Test
        void a_square_in_the_corner_of_the_image_is_whole() {
            assertThat(figures(m -> box(m, 0, 0, 49, 49, GREEN, Imgproc.FILLED))).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(FigureKind.SQUARE);
                assertThat(f.box()).isEqualTo(new PixelBox(0, 0, 50, 50));
                assertThat(f.tilt()).isCloseTo(0, within(1.0));
            });
        }

        @Test
        void a_square_on_its_corner_leans_by_half_a_right_angle() {
            assertThat(figures(m -> polygon(m, RED, 100, 30, 150, 80, 100, 130, 50, 80))).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(FigureKind.SQUARE);
                assertThat(f.tilt()).isCloseTo(45, within(2.0));
            });
        }

        @Test
        void triangle_and_rectangle_are_told_apart() {
            List<Figure> found = figures(m -> {
                polygon(m, RED, 20, 60, 80, 60, 50, 10);
                box(m, 110, 90, 190, 130, BLUE, Imgproc.FILLED);
            });
            assertThat(found).extracting(Figure::kind).containsExactly(FigureKind.TRIANGLE, FigureKind.RECTANGLE);
            assertThat(found).extracting(Figure::label).containsExactly("red triangle", "blue rectangle");
        }

        @Test
        void a_long_thin_box_is_a_line() {
            assertThat(figures(m -> Imgproc.line(m, new Point(20, 30), new Point(180, 120), BLACK, 3))).singleElement()
                    .satisfies(f -> assertThat(f.kind()).isEqualTo(FigureKind.LINE));
        }

        @Test
        void touching_discs_of_one_colour_are_two() {
            List<Figure> found = figures(m -> {
                disc(m, 65, 80, 30, RED);
                disc(m, 120, 80, 30, RED);
            });
            assertThat(found).extracting(Figure::kind).containsExactly(FigureKind.CIRCLE, FigureKind.CIRCLE);
            assertThat(found).extracting(Figure::centreX).satisfiesExactlyInAnyOrder(x -> assertThat(x).isCloseTo(65, within(2.0)),
                    x -> assertThat(x).isCloseTo(120, within(2.0)));
        }

        @Test
        void a_disc_behind_another_is_completed() {
            List<Figure> found = figures(m -> {
                disc(m, 70, 80, 35, BLUE);
                disc(m, 115, 80, 30, RED);
            });
            assertThat(found).extracting(Figure::kind).containsOnly(FigureKind.CIRCLE);
            Figure behind = found.stream().filter(f -> f.colour() == ColourName.BLUE).findFirst().orElseThrow();
            assertThat(behind.centreX()).isCloseTo(70, within(2.0));
            assertThat(Math.sqrt(behind.area() / Math.PI)).isCloseTo(35, within(2.0));
        }

        @Test
        void two_rings_that_cross_are_two_shapes_and_hold_no_triangles() {
            Segmentation rings = drawn(200, 160, m -> {
                Imgproc.circle(m, new Point(75, 80), 45, BLACK, 2, Imgproc.LINE_AA);
                Imgproc.circle(m, new Point(125, 80), 45, BLACK, 2, Imgproc.LINE_AA);
            });
            assertThat(rings.figures(Optional.empty())).hasSize(2).extracting(Figure::kind).containsOnly(FigureKind.CIRCLE);
            assertThat(rings.figures(Optional.of(FigureKind.CIRCLE))).hasSize(2);
            assertThat(rings.figures(Optional.of(FigureKind.TRIANGLE))).extracting(Figure::kind).doesNotContain(FigureKind.TRIANGLE);
        }

        @Test
        void a_fill_and_the_border_around_it_are_one_figure() {
            assertThat(figures(m -> {
                box(m, 60, 40, 130, 110, RED, Imgproc.FILLED);
                box(m, 60, 40, 130, 110, BLACK, 3);
            })).singleElement().satisfies(f -> {
                assertThat(f.kind()).isEqualTo(FigureKind.SQUARE);
                assertThat(f.colour()).isEqualTo(ColourName.RED);
                assertThat(f.filled()).isTrue();
            });
        }

        @Test
        void the_frame_of_the_image_is_no_figure() {
            assertThat(figures(m -> {
                box(m, 1, 1, 198, 158, BLACK, 1);
                disc(m, 100, 80, 20, RED);
            })).singleElement().satisfies(f -> assertThat(f.kind()).isEqualTo(FigureKind.CIRCLE));
        }

        @Test
        void specks_are_none() {
            assertThat(figures(m -> {
                m.put(20, 30, 0, 0, 0);
                m.put(90, 120, 0, 0, 0);
            })).isEmpty();
        }
    }

    @Nested
    class Ground {
        private Backdrop backdrop(LabRaster raster) {
            return Backdrop.of(raster, SmoothRegions.of(raster, 3));
        }

        @Test
        void of_one_colour_is_even_and_differs_nowhere() {
            Backdrop ground = backdrop(raster(80, 60, new Scalar(200, 220, 240), _ -> {}));
            assertThat(ground.even()).isTrue();
            assertThat(ground.difference(0)).isCloseTo(0, within(0.01));
            assertThat(ground.ink().count()).isZero();
            assertThat(ground.rgbAt(40)).containsExactly(new double[]{240, 220, 200}, within(4.0));
        }

        @Test
        void that_changes_smoothly_is_no_ink() {
            LabRaster raster = raster(160, 120, WHITE, m -> {
                for (int x = 0; x < 160; x++) {
                    m.col(x).setTo(new Scalar(255 - x / 2.0, 255 - x / 3.0, 255 - x / 2.0));
                }
                disc(m, 90, 60, 20, BLACK);
            });
            Backdrop ground = backdrop(raster);
            assertThat(ground.even()).isFalse();
            assertThat(ground.ink().count()).isCloseTo((int) (Math.PI * 400), within(120));
        }

        @Test
        void holds_what_is_drawn_on_it_as_ink() {
            Mask ink = backdrop(raster(60, 50, WHITE, m -> box(m, 10, 10, 29, 19, RED, Imgproc.FILLED))).ink();
            assertThat(ink.pieces(1)).singleElement().satisfies(p -> assertThat(p.box()).isEqualTo(new PixelBox(10, 10, 30, 20)));
        }

        @Test
        void cut_into_cells_by_rulings_is_one_ground_still() {
            LabRaster raster = raster(90, 90, WHITE, m -> {
                for (int k = 0; k <= 80; k += 20) {
                    Imgproc.line(m, new Point(k + 4, 0), new Point(k + 4, 89), BLACK, 2);
                    Imgproc.line(m, new Point(0, k + 4), new Point(89, k + 4), BLACK, 2);
                }
            });
            assertThat(backdrop(raster).rgbAt(0)).containsExactly(new double[]{255, 255, 255}, within(3.0));
        }
    }

    @Nested
    class Raster {
        @Test
        void black_and_white_are_a_hundred_apart() {
            LabRaster raster = raster(2, 1, WHITE, m -> m.put(0, 0, 0, 0, 0));
            assertThat(raster.distance(0, 1)).isCloseTo(100, within(0.5));
            assertThat(raster.distance(1, 1)).isZero();
            assertThat(raster.red(1)).isEqualTo(255);
        }

        @Test
        void channels_keep_their_names() {
            LabRaster raster = raster(1, 1, new Scalar(10, 20, 30), _ -> {});
            assertThat(List.of(raster.red(0), raster.green(0), raster.blue(0))).containsExactly(30, 20, 10);
        }

        @Test
        void drawings_have_no_grain_and_noise_has_some() {
            assertThat(raster(90, 70, WHITE, m -> disc(m, 40, 30, 20, RED)).grain()).isLessThan(0.5);
            assertThat(raster(90, 70, WHITE, m -> {
                java.util.Random random = new java.util.Random(3);
                for (int i = 0; i < 6300; i++) {
                    int v = 128 + (int) (random.nextGaussian() * 15);
                    m.put(i / 90, i % 90, v, v, v);
                }
            }).grain()).isBetween(3.0, 9.0);
            assertThat(raster(1, 1, WHITE, _ -> {}).grain()).isZero();
        }

        @Test
        void an_image_that_is_long_and_narrow_is_looked_at_too() {
            LabRaster raster = raster(1, 5000, WHITE, _ -> {});
            assertThat(raster.width).isEqualTo(1);
            assertThat(raster.height).isEqualTo(LabRaster.MAX_SIDE);
            assertThat(ObjectCounter.count(raster)).isEmpty();
        }

        @Test
        void a_large_image_says_how_much_smaller_it_was_made() {
            LabRaster raster = raster(4096, 100, WHITE, _ -> {});
            assertThat(raster.scale).isEqualTo(2);
            assertThat(raster.height).isEqualTo(50);
        }
    }

    @Nested
    class Grids {
        private Optional<GridReader> grid(int rows, int columns, int ruling) {
            return GridReader.read(drawn(30 * columns + 20, 24 * rows + 20, m -> {
                for (int r = 0; r <= rows; r++) {
                    Imgproc.line(m, new Point(10, 10 + 24 * r), new Point(10 + 30 * columns, 10 + 24 * r), BLACK, ruling);
                }
                for (int c = 0; c <= columns; c++) {
                    Imgproc.line(m, new Point(10 + 30 * c, 10), new Point(10 + 30 * c, 10 + 24 * rows), BLACK, ruling);
                }
            }));
        }

        @ParameterizedTest
        @CsvSource({"1,2,1", "2,1,1", "3,4,1", "5,5,3", "9,2,2", "2,9,2"})
        void cells_are_counted_between_rulings(int rows, int columns, int ruling) {
            assertThat(grid(rows, columns, ruling)).contains(new GridReader(rows, columns));
        }

        @Test
        void one_box_is_no_grid() {
            assertThat(grid(1, 1, 1)).isEmpty();
        }

        @Test
        void a_missing_border_leaves_its_cells_counted() {
            assertThat(GridReader.read(drawn(140, 110, m -> {
                for (int c = 1; c <= 3; c++) {
                    Imgproc.line(m, new Point(10 + 30 * c, 10), new Point(10 + 30 * c, 100), BLACK, 1);
                }
                for (int r = 1; r <= 2; r++) {
                    Imgproc.line(m, new Point(10, 10 + 30 * r), new Point(130, 10 + 30 * r), BLACK, 1);
                }
            }))).contains(new GridReader(3, 4));
        }

        @Test
        void tiles_without_lines_are_cells() {
            assertThat(GridReader.read(drawn(120, 90, m -> {
                for (int k = 0; k < 12; k++) {
                    Scalar colour = (k / 4 + k % 4) % 2 == 0 ? RED : BLUE;
                    box(m, k % 4 * 30, k / 4 * 30, k % 4 * 30 + 29, k / 4 * 30 + 29, colour, Imgproc.FILLED);
                }
            }))).contains(new GridReader(3, 4));
        }

        @Test
        void what_stands_in_the_cells_is_ignored() {
            assertThat(GridReader.read(drawn(200, 130, m -> {
                for (int k = 0; k <= 3; k++) {
                    Imgproc.line(m, new Point(10 + 60 * k, 10), new Point(10 + 60 * k, 120), BLACK, 2);
                }
                for (int k = 0; k <= 2; k++) {
                    Imgproc.line(m, new Point(10, 10 + 55 * k), new Point(190, 10 + 55 * k), BLACK, 2);
                }
                Imgproc.putText(m, "Hll", new Point(16, 45), Imgproc.FONT_HERSHEY_SIMPLEX, 0.6, BLACK, 2);
                Imgproc.line(m, new Point(80, 35), new Point(110, 35), BLACK, 2);
            }))).contains(new GridReader(2, 3));
        }
    }

    @Nested
    class Pairs {
        private CirclePairs pair(double xA, int a, double xB, int b) {
            return CirclePairs.measure(drawn(240, 140, m -> {
                disc(m, xA, 70, a, RED);
                disc(m, xB, 70, b, BLUE);
            })).orElseThrow();
        }

        @Test
        void discs_apart_neither_touch_nor_overlap() {
            CirclePairs apart = pair(60, 30, 150, 40);
            assertThat(apart.gap()).isCloseTo(20, within(1.5));
            assertThat(apart.touching()).isFalse();
            assertThat(apart.overlapping()).isFalse();
        }

        @Test
        void discs_that_share_area_do_both() {
            CirclePairs over = pair(80, 40, 130, 40);
            assertThat(over.touching()).isTrue();
            assertThat(over.overlapping()).isTrue();
            assertThat(over.inside()).isFalse();
        }

        @Test
        void rings_one_within_the_other_do_not_touch() {
            CirclePairs nested = CirclePairs.measure(drawn(240, 200, m -> {
                Imgproc.circle(m, new Point(120, 100), 80, BLACK, 2, Imgproc.LINE_AA);
                Imgproc.circle(m, new Point(130, 105), 30, BLACK, 2, Imgproc.LINE_AA);
            })).orElseThrow();
            assertThat(nested.inside()).isTrue();
            assertThat(nested.touching()).isFalse();
            assertThat(nested.overlapping()).isTrue();
        }

        @Test
        void one_circle_alone_is_no_pair() {
            assertThat(CirclePairs.measure(drawn(120, 120, m -> disc(m, 60, 60, 30, RED)))).isEmpty();
        }
    }

    @Nested
    class Fitting {
        private Mask strokes(Consumer<Mat> pen) {
            return drawnMask(220, 180, pen);
        }

        @Test
        void circles_that_cross_are_each_found_whole() {
            List<Ring> rings = ArcVoting.circles(Strokes.of(strokes(m -> {
                Imgproc.circle(m, new Point(80, 90), 50, WHITE, 2);
                Imgproc.circle(m, new Point(140, 90), 40, WHITE, 2);
            })), 0.9);
            assertThat(rings).hasSize(2);
            assertThat(rings).anySatisfy(r -> {
                assertThat(r.x()).isCloseTo(80, within(1.0));
                assertThat(r.radius()).isCloseTo(50, within(1.0));
            }).anySatisfy(r -> {
                assertThat(r.x()).isCloseTo(140, within(1.0));
                assertThat(r.radius()).isCloseTo(40, within(1.0));
            });
        }

        @Test
        void a_square_holds_no_circle_and_nothing_none() {
            assertThat(ArcVoting.circles(Strokes.of(strokes(m -> box(m, 40, 40, 140, 140, WHITE, 2))), 0.9)).isEmpty();
            assertThat(ArcVoting.circles(Strokes.of(new Mask(50, 50)), 0.9)).isEmpty();
        }

        @Test
        void half_a_circle_is_none() {
            assertThat(ArcVoting.circles(Strokes.of(strokes(
                    m -> Imgproc.ellipse(m, new Point(100, 90), new Size(50, 50), 0, 0, 180, WHITE, 2))), 0.9)).isEmpty();
        }

        @Test
        void rectangles_that_cross_are_each_found_whole() {
            List<double[][]> found = new StrokePolygons(Strokes.of(strokes(m -> {
                box(m, 30, 30, 130, 110, WHITE, 2);
                box(m, 90, 70, 190, 150, WHITE, 2);
            }))).of(FigureKind.RECTANGLE);
            assertThat(found).extracting(StrokePolygons::middle).hasSize(2)
                    .anySatisfy(c -> assertThat(c).containsExactly(new double[]{80, 70}, within(2.0)))
                    .anySatisfy(c -> assertThat(c).containsExactly(new double[]{140, 110}, within(2.0)));
        }

        @Test
        void a_triangle_is_found_by_its_corners() {
            List<double[][]> found = new StrokePolygons(Strokes.of(strokes(m -> {
                Imgproc.line(m, new Point(30, 150), new Point(180, 150), WHITE, 2);
                Imgproc.line(m, new Point(180, 150), new Point(100, 30), WHITE, 2);
                Imgproc.line(m, new Point(100, 30), new Point(30, 150), WHITE, 2);
            }))).of(FigureKind.TRIANGLE);
            assertThat(found).hasSize(1);
        }

        @Test
        void what_has_no_corners_is_no_polygon() {
            StrokePolygons ring = new StrokePolygons(Strokes.of(strokes(m -> Imgproc.circle(m, new Point(110, 90), 60, WHITE, 2))));
            assertThat(ring.of(FigureKind.RECTANGLE)).isEmpty();
            assertThat(ring.of(FigureKind.TRIANGLE)).isEmpty();
            assertThat(ring.of(FigureKind.CIRCLE)).as("not by corners").isEmpty();
        }

        @Test
        void of_two_outlines_over_the_same_strokes_the_first_is_chosen() {
            Strokes strokes = Strokes.of(strokes(m -> box(m, 40, 40, 140, 140, WHITE, 2)));
            double[][] right = {{40, 40}, {140, 40}, {140, 140}, {40, 140}};
            double[][] nearly = {{41, 41}, {139, 41}, {139, 139}, {41, 139}};
            double[][] elsewhere = {{150, 20}, {200, 20}, {200, 70}, {150, 70}};
            Cover cover = new Cover(strokes, 2);
            assertThat(cover.explained()).isZero();
            cover.all(List.<double[][]>of(right));
            assertThat(cover.explained()).isEqualTo(1);
            assertThat(new Cover(Strokes.of(new Mask(9, 9)), 2).explained()).as("nothing is left to explain").isEqualTo(1);
            assertThat(new Cover(strokes, 2).chosen(List.of(right, nearly, elsewhere))).containsExactly(right, elsewhere);
        }
    }

    @Nested
    class Crossings {
        private Mask line(double... xy) {
            return drawnMask(200, 160, m -> {
                for (int i = 0; i + 3 < xy.length; i += 2) {
                    Imgproc.line(m, new Point(xy[i], xy[i + 1]), new Point(xy[i + 2], xy[i + 3]), WHITE, 2);
                }
            });
        }

        private List<double[]> between(Mask a, Mask b) {
            return LineCrossings.between(a, b.without(a), a.or(b));
        }

        @Test
        void straight_lines_cross_once_where_they_do() {
            assertThat(between(line(20, 20, 180, 140), line(20, 140, 180, 20))).singleElement()
                    .satisfies(p -> assertThat(p).containsExactly(new double[]{100, 80}, within(2.0)));
        }

        @Test
        void lines_apart_do_not_cross() {
            assertThat(between(line(20, 20, 180, 40), line(20, 100, 180, 120))).isEmpty();
        }

        @Test
        void a_zigzag_crosses_a_level_line_at_each_leg() {
            assertThat(between(line(10, 80, 190, 80), line(10, 40, 70, 120, 130, 40, 190, 120))).hasSize(3);
        }

        @Test
        void corners_of_one_polyline_are_no_crossings() {
            assertThat(LineCrossings.within(line(10, 40, 70, 120, 130, 40))).isEmpty();
            assertThat(LineCrossings.within(line(20, 20, 180, 140).or(line(20, 140, 180, 20)))).hasSize(1);
        }

        @Test
        void of_curves_each_change_of_side_is_one() {
            Mask wave = drawnMask(200, 160, m -> {
                for (int x = 5; x < 195; x++) {
                    Imgproc.line(m, new Point(x, 80 + 40 * Math.sin(x / 20.0)), new Point(x + 1, 80 + 40 * Math.sin((x + 1) / 20.0)), WHITE,
                            2);
                }
            });
            assertThat(ColumnTrace.crossings(wave, line(5, 80, 195, 80))).hasValueSatisfying(p -> assertThat(p).hasSize(3));
            assertThat(between(wave, line(5, 80, 195, 80))).hasSize(3);
        }

        @Test
        void a_closed_curve_has_no_single_height_in_a_column() {
            Mask ring = drawnMask(200, 160, m -> Imgproc.circle(m, new Point(100, 80), 60, WHITE, 2));
            assertThat(ColumnTrace.crossings(ring, line(5, 80, 195, 80))).isEmpty();
            assertThat(ColumnTrace.crossings(new Mask(200, 160), ring)).as("nothing has none either").isEmpty();
        }

        @Test
        void a_line_hidden_by_another_for_a_while_is_one_line() {
            Mask own = line(10, 80, 70, 80).or(line(115, 80, 190, 80));
            Mask over = drawnMask(200, 160, m -> box(m, 70, 20, 115, 140, WHITE, Imgproc.FILLED));
            assertThat(new LineTracer(own, own.or(over)).segments()).hasSize(1);
            assertThat(new LineTracer(own, own).segments()).as("nothing lies on top").hasSize(2);
        }

        @Test
        void straight_pieces_explain_a_polyline_and_not_a_wave() {
            LineTracer tracer = new LineTracer(line(10, 40, 70, 120, 130, 40), new Mask(200, 160));
            assertThat(tracer.explained(tracer.segments())).isGreaterThan(0.9);
            assertThat(tracer.explained(List.of())).isZero();
        }
    }

    @Nested
    class Objects {
        @Test
        void piles_are_split_at_their_necks() {
            Mask two = drawnMask(120, 70, m -> {
                Imgproc.circle(m, new Point(35, 35), 22, WHITE, Imgproc.FILLED);
                Imgproc.circle(m, new Point(76, 35), 22, WHITE, Imgproc.FILLED);
            });
            Mask.Piece pile = two.pieces(1).getFirst();
            assertThat(Necks.split(pile, 22)).hasSize(2).allSatisfy(p -> assertThat(p.area()).isBetween(1300, 1700));
            assertThat(Necks.split(pile, 22).stream().mapToInt(Mask.Piece::area).sum()).isEqualTo(two.count());
        }

        @Test
        void one_disc_and_one_pixel_stay_whole() {
            Mask.Piece disc = drawnMask(60, 60, m -> Imgproc.circle(m, new Point(30, 30), 20, WHITE, Imgproc.FILLED)).pieces(1).getFirst();
            assertThat(Necks.split(disc, 20)).containsExactly(disc);
            Mask.Piece dot = Sketches.mask("...", ".#.", "...").pieces(1).getFirst();
            assertThat(Necks.split(dot, 1)).containsExactly(dot);
        }

        @Test
        void discs_on_an_uneven_ground_are_counted() {
            LabRaster table = raster(300, 220, WHITE, m -> {
                for (int y = 0; y < 220; y++) {
                    m.row(y).setTo(new Scalar(90 + y / 4.0, 120 + y / 4.0, 140 + y / 4.0));
                }
                for (int k = 0; k < 6; k++) {
                    disc(m, 50 + k % 3 * 100, 60 + k / 3 * 100, 28, new Scalar(20, 40, 60));
                }
            });
            assertThat(ObjectCounter.count(table)).hasValueSatisfying(count -> assertThat(count.objects()).hasSize(6));
        }

        @Test
        void an_empty_table_holds_no_objects() {
            assertThat(ObjectCounter.count(raster(200, 150, new Scalar(120, 130, 140), _ -> {}))).isEmpty();
        }
    }
}
