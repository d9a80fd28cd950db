package dev.maestro.readers.charts;

import static dev.maestro.readers.charts.PlotSketch.BLACK;
import static dev.maestro.readers.charts.PlotSketch.BLUE;
import static dev.maestro.readers.charts.PlotSketch.GREEN;
import static dev.maestro.readers.charts.PlotSketch.ORANGE;
import static dev.maestro.readers.charts.PlotSketch.RED;
import static dev.maestro.readers.charts.PlotSketch.WHITE;
import static dev.maestro.readers.charts.PlotSketch.centred;
import static dev.maestro.readers.charts.PlotSketch.text;
import static dev.maestro.readers.charts.PlotSketch.ticks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.readers.opencv.OpenCv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** What is found in the pixels of a plot: regions, bars, curves, sectors, and the texts that belong to them. */
class PlotPartsTest {
    @BeforeAll
    static void load() {
        OpenCv.load();
    }

    @Nested
    class OfOneColour {
        @Test
        void a_page_of_nothing_is_one_region_and_ground() {
            Regions regions = new PlotSketch(40, 30).regions();
            assertThat(regions.regions()).singleElement().satisfies(r -> assertThat(r.pixels()).isEqualTo(1200));
            assertThat(regions.grounds()).startsWith(WHITE);
            assertThat(regions.isGround(0xfafafa)).isTrue();
            assertThat(regions.isGround(BLUE)).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"1,1,0", "1,9,0", "1,10,1", "60,1,1"})
        void an_image_one_pixel_wide_is_no_error(int width, int height, int regions) {
            assertThat(new PlotSketch(width, height).regions().regions()).hasSize(regions);
        }

        @Test
        void a_box_is_one_with_its_bounds() {
            Regions regions = new PlotSketch(60, 50).box(10, 12, 30, 40, BLUE).regions();
            Region box = regions.regions().stream().filter(r -> r.colour() == BLUE).findFirst().orElseThrow();
            assertThat(List.of(box.left(), box.top(), box.right(), box.bottom())).containsExactly(10, 12, 30, 40);
            assertThat(box.pixels()).isEqualTo(20 * 28);
            assertThat(regions.labels()[12 * 60 + 10]).isEqualTo(box.id());
        }

        @Test
        void boxes_that_touch_the_border_or_each_other_stay_apart() {
            Regions regions = new PlotSketch(60, 50).box(0, 0, 20, 20, BLUE).box(20, 0, 40, 20, ORANGE).regions();
            assertThat(regions.regions()).extracting(Region::colour).contains(BLUE, ORANGE);
        }

        @Test
        void scraps_belong_to_none() {
            Regions regions = new PlotSketch(40, 30).box(5, 5, 8, 8, RED).regions();
            assertThat(regions.regions()).hasSize(1);
            assertThat(regions.labels()[6 * 40 + 6]).isEqualTo(-1);
        }

        @Test
        void boxes_that_meet_by_a_corner_are_two() {
            assertThat(new PlotSketch(40, 30).box(5, 5, 15, 15, RED).box(15, 15, 25, 25, RED).regions().regions()).hasSize(3);
        }

        @Test
        void noise_within_the_tolerance_is_the_same_colour() {
            PlotSketch noisy = new PlotSketch(60, 40).box(10, 10, 50, 30, BLUE);
            for (int k = 0; k < 20; k++) {
                noisy.box(12 + 2 * (k % 10), 12 + k / 10 * 4, 13 + 2 * (k % 10), 13 + k / 10 * 4, BLUE + 0x050505);
            }
            assertThat(noisy.regions().regions()).hasSize(2);
        }

        @Test
        void a_pale_plot_area_is_ground_too() {
            assertThat(new PlotSketch(100, 80).box(20, 10, 95, 70, 0xeaeaf2).regions().grounds()).containsExactly(WHITE, 0xeaeaf2);
        }

        @Test
        void thick_parts_come_apart_from_the_lines_that_join_them() {
            Regions regions = new PlotSketch(120, 90).box(10, 80, 110, 82, 0x777777).box(20, 30, 40, 80, 0x777777)
                    .box(60, 50, 80, 80, 0x777777).regions();
            Region joined = regions.regions().stream().filter(r -> !regions.isGround(r.colour())).findFirst().orElseThrow();
            assertThat(ThickParts.of(regions, joined)).extracting(Region::width, Region::bottom)
                    .containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple(20, 82), org.assertj.core.groups.Tuple.tuple(20, 82));
        }

        @Test
        void a_line_has_no_thick_parts() {
            Regions regions = new PlotSketch(120, 90).box(10, 80, 110, 83, BLACK).regions();
            assertThat(ThickParts.of(regions, regions.regions().getLast())).isEmpty();
        }
    }

    @Nested
    class Standing {
        private Optional<Bars> bars(PlotSketch plot, boolean preferHorizontal) {
            return Bars.find(Bars.rectangles(plot.regions(), List.of(), Legend.NONE), preferHorizontal);
        }

        private final PlotSketch three = new PlotSketch(160, 120).box(20, 40, 40, 100, BLUE).box(60, 70, 80, 100, BLUE)
                .box(100, 20, 120, 100, BLUE);

        @Test
        void boxes_on_one_line_are_bars_from_left_to_right() {
            Bars bars = bars(three, false).orElseThrow();
            assertThat(bars.horizontal()).isFalse();
            assertThat(bars.stacked()).isFalse();
            assertThat(bars.base()).isEqualTo(-100);
            assertThat(bars.bars()).extracting(b -> b.frame().length()).containsExactly(60.0, 30.0, 80.0);
            assertThat(bars.thickness()).isEqualTo(20);
            assertThat(bars.extent().top()).isEqualTo(20);
        }

        @Test
        void boxes_along_one_upright_line_lie() {
            Bars bars = bars(new PlotSketch(160, 120).box(30, 10, 90, 26, BLUE).box(30, 40, 140, 56, BLUE).box(30, 70, 50, 86, BLUE), false)
                    .orElseThrow();
            assertThat(bars.horizontal()).isTrue();
            assertThat(bars.base()).isEqualTo(30);
            assertThat(bars.bars()).extracting(b -> b.frame().length()).containsExactly(60.0, 110.0, 20.0);
        }

        @Test
        void bars_below_the_line_hang_from_it() {
            Bars bars = bars(new PlotSketch(160, 120).box(20, 20, 40, 60, BLUE).box(60, 60, 80, 100, BLUE).box(100, 30, 120, 60, BLUE),
                    false)
                    .orElseThrow();
            assertThat(bars.base()).isEqualTo(-60);
            assertThat(bars.bars().get(1).frame().v1()).isEqualTo(-60);
        }

        @Test
        void boxes_on_boxes_are_stacked() {
            Bars bars = bars(new PlotSketch(160, 120).box(20, 60, 40, 100, BLUE).box(20, 30, 40, 60, ORANGE).box(60, 70, 80, 100, BLUE)
                    .box(60, 20, 80, 70, ORANGE), false).orElseThrow();
            assertThat(bars.stacked()).isTrue();
            assertThat(bars.bars()).hasSize(4);
        }

        @Test
        void a_bar_cut_by_a_grid_line_is_one() {
            assertThat(bars(new PlotSketch(160, 120).box(20, 40, 40, 100, BLUE).box(20, 70, 40, 72, WHITE).box(60, 30, 80, 100, BLUE)
                    .box(60, 70, 80, 72, WHITE), false).orElseThrow().bars()).hasSize(2);
        }

        @Test
        void nothing_and_a_hairline_are_no_bars() {
            assertThat(bars(new PlotSketch(160, 120), false)).isEmpty();
            assertThat(bars(new PlotSketch(160, 120).box(10, 100, 150, 101, BLACK), false)).isEmpty();
        }

        @Test
        void a_chart_is_made_of_bars_ticks_and_categories() {
            List<Label> labels = new ArrayList<>(ticks(100, 40, "0", "50", "100"));
            labels.addAll(List.of(centred("North", 50, 112), centred("South", 90, 112), centred("East", 130, 112)));
            Regions regions = new PlotSketch(180, 130).box(40, 40, 60, 100, BLUE).box(80, 70, 100, 100, BLUE).box(120, 20, 140, 100, BLUE)
                    .regions();
            ChartModel model = ChartPerception.read(regions, labels).orElseThrow();
            assertThat(model.type()).isEqualTo(ChartModel.Type.BAR);
            assertThat(model.categories()).containsExactly("North", "South", "East");
            assertThat(model.cells()).extracting(c -> c.value().number()).satisfiesExactly(v -> assertThat(v).isCloseTo(75, within(1.5)),
                    v -> assertThat(v).isCloseTo(37.5, within(1.5)), v -> assertThat(v).isCloseTo(100, within(1.5)));
        }

        @Test
        void a_printed_value_is_taken_before_the_measured_one() {
            List<Label> labels = new ArrayList<>(ticks(100, 40, "0", "50", "100"));
            labels.addAll(List.of(centred("North", 50, 112), centred("South", 110, 112), centred("74", 50, 33), centred("38", 110, 63)));
            ChartModel model = ChartPerception.read(
                    new PlotSketch(180, 130).box(40, 40, 60, 100, BLUE).box(100, 70, 120, 100, BLUE).regions(), labels).orElseThrow();
            assertThat(model.cells()).extracting(c -> c.value().text()).containsExactly("74", "38");
            assertThat(model.measuredOnly()).isFalse();
        }

        @Test
        void an_image_of_nothing_is_no_chart() {
            assertThat(ChartPerception.read(new PlotSketch(160, 120).regions(), List.of())).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"1,1", "1,5000", "5000,1", "3,3"})
        void an_image_a_pixel_wide_is_no_chart_and_no_error(int width, int height) {
            OpenCv.load();
            Mat narrow = new Mat(height, width, CvType.CV_8UC3, new Scalar(255, 255, 255));
            assertThat(ChartPerception.read(narrow, List.of(), _ -> Optional.empty())).isEmpty();
            narrow.release();
        }
    }

    @Nested
    class Lines {
        private List<Curves.Curve> curves(PlotSketch plot) {
            return Curves.find(plot.regions(), List.of(), Optional.empty(), false, 20, 5, 195, 115);
        }

        @Test
        void a_line_is_followed_through_its_middle() {
            List<Curves.Curve> found = curves(new PlotSketch(200, 120).curve(20, 190, 3, BLUE, x -> 20 + x / 3));
            assertThat(found).singleElement().satisfies(c -> {
                assertThat(c.firstColumn()).isEqualTo(20);
                assertThat(c.lastColumn()).isEqualTo(189);
                assertThat(c.at(80)).hasValueSatisfying(y -> assertThat(y).isCloseTo(46, within(0.6)));
                assertThat(PackedColours.distance(c.colour(), BLUE)).isLessThan(4);
            });
        }

        @Test
        void lines_of_several_colours_are_followed_through_their_crossings() {
            List<Curves.Curve> found = curves(new PlotSketch(200, 120).curve(20, 190, 3, BLUE, x -> 20 + x / 3)
                    .curve(20, 190, 3, ORANGE, x -> 90 - x / 3));
            assertThat(found).hasSize(2);
            Curves.Curve blue = found.stream().filter(c -> PackedColours.name(c.colour()).equals("blue")).findFirst().orElseThrow();
            assertThat(blue.at(105)).as("under the other line").hasValueSatisfying(y -> assertThat(y).isCloseTo(55, within(1.5)));
            assertThat(blue.at(180)).hasValueSatisfying(y -> assertThat(y).isCloseTo(80, within(1.0)));
        }

        @Test
        void grey_grid_lines_and_short_marks_are_no_curves() {
            assertThat(curves(new PlotSketch(200, 120).box(20, 60, 195, 61, 0xb0b0b0))).isEmpty();
            assertThat(curves(new PlotSketch(200, 120).curve(20, 40, 3, RED, _ -> 50))).isEmpty();
            assertThat(curves(new PlotSketch(200, 120))).isEmpty();
        }

        @Test
        void a_gap_is_bridged_and_the_ends_are_not_overrun() {
            double[] y = new double[60];
            java.util.Arrays.fill(y, Double.NaN);
            for (int x = 10; x < 50; x++) {
                y[x] = x < 25 || x > 33 ? x : Double.NaN;
            }
            Curves.Curve curve = new Curves.Curve(BLUE, y);
            assertThat(curve.at(29)).hasValueSatisfying(v -> assertThat(v).isCloseTo(29, within(1.5)));
            assertThat(curve.at(8)).as("just before its start").isPresent();
            assertThat(curve.at(59)).isPresent();
            assertThat(new Curves.Curve(BLUE, new double[]{Double.NaN}).at(0)).isEmpty();
            assertThat(new Curves.Curve(BLUE, new double[]{Double.NaN}).firstColumn()).isEqualTo(-1);
            assertThat(new Curves.Curve(BLUE, new double[]{Double.NaN}).lastColumn()).isEqualTo(-1);
        }

        @Test
        void a_chart_is_made_of_lines_ticks_and_years() {
            List<Label> labels = new ArrayList<>(ticks(100, 40, "0", "10", "20"));
            labels.addAll(List.of(centred("2018", 50, 112), centred("2019", 100, 112), centred("2020", 150, 112)));
            Regions regions = new PlotSketch(200, 130).curve(50, 151, 3, BLUE, x -> 100 - (x - 50) * 8 / 10)
                    .curve(50, 151, 3, RED, _ -> 40).regions();
            ChartModel model = ChartPerception.read(regions, labels).orElseThrow();
            assertThat(model.type()).isEqualTo(ChartModel.Type.LINE);
            assertThat(model.categories()).containsExactly("2018", "2019", "2020");
            assertThat(model.series()).extracting(ChartModel.Series::colour).containsExactlyInAnyOrder("blue", "red");
            ChartModel.Series rising = model.series().stream().filter(s -> s.colour().equals("blue")).findFirst().orElseThrow();
            assertThat(rising.values()).extracting(v -> v.orElseThrow().number()).satisfiesExactly(
                    v -> assertThat(v).isCloseTo(0, within(0.8)), v -> assertThat(v).isCloseTo(10, within(0.8)),
                    v -> assertThat(v).isCloseTo(20, within(0.8)));
        }
    }

    @Nested
    class Sectors {
        private Optional<Pie> pie(PlotSketch plot) {
            return Pie.find(plot.regions(), List.of(), Legend.NONE);
        }

        @Test
        void shares_are_those_of_the_turn_from_the_top() {
            Pie pie = pie(new PlotSketch(200, 180).sector(100, 90, 0, 70, 0, 90, BLUE).sector(100, 90, 0, 70, 90, 216, ORANGE)
                    .sector(100, 90, 0, 70, 216, 360, GREEN)).orElseThrow();
            assertThat(pie.sectors()).extracting(Pie.Sector::share).satisfiesExactly(s -> assertThat(s).isCloseTo(0.25, within(0.01)),
                    s -> assertThat(s).isCloseTo(0.35, within(0.01)), s -> assertThat(s).isCloseTo(0.40, within(0.01)));
            assertThat(pie.sectors()).extracting(Pie.Sector::colour).containsExactly(BLUE, ORANGE, GREEN);
            assertThat(pie.sectors().getFirst().middle()).isCloseTo(45, within(2.0));
            assertThat(pie.radius()).isCloseTo(70, within(1.5));
        }

        @Test
        void a_sector_across_the_top_is_one() {
            Pie pie = pie(new PlotSketch(200, 180).sector(100, 90, 0, 70, 0, 45, BLUE).sector(100, 90, 0, 70, 315, 360, BLUE)
                    .sector(100, 90, 0, 70, 45, 315, ORANGE)).orElseThrow();
            assertThat(pie.sectors()).hasSize(2);
            assertThat(pie.sectors()).extracting(Pie.Sector::share)
                    .satisfiesExactlyInAnyOrder(s -> assertThat(s).isCloseTo(0.25, within(0.01)),
                            s -> assertThat(s).isCloseTo(0.75, within(0.01)));
        }

        @Test
        void a_ring_is_read_as_a_disc_is() {
            Pie pie = pie(new PlotSketch(200, 180).sector(100, 90, 38, 70, 0, 120, BLUE).sector(100, 90, 38, 70, 120, 360, ORANGE))
                    .orElseThrow();
            assertThat(pie.sectors()).extracting(Pie.Sector::share).satisfiesExactly(s -> assertThat(s).isCloseTo(1 / 3.0, within(0.01)),
                    s -> assertThat(s).isCloseTo(2 / 3.0, within(0.01)));
        }

        @Test
        void one_colour_is_the_whole() {
            assertThat(pie(new PlotSketch(200, 180).sector(100, 90, 0, 70, 0, 360, BLUE)).orElseThrow().sectors()).singleElement()
                    .satisfies(s -> assertThat(s.share()).isEqualTo(1));
        }

        @Test
        void boxes_and_small_dots_are_no_pie() {
            assertThat(pie(new PlotSketch(200, 180).box(40, 40, 140, 140, BLUE))).isEmpty();
            assertThat(pie(new PlotSketch(200, 180).sector(100, 90, 0, 15, 0, 360, BLUE))).isEmpty();
            assertThat(pie(new PlotSketch(200, 180))).isEmpty();
        }

        @Test
        void numbers_in_the_sectors_are_their_values_and_the_rest_is_measured() {
            List<Label> labels = List.of(centred("25%", 125, 65), text("Rice", 160, 20), text("Wheat", 130, 165), text("Maize", 5, 40));
            ChartModel model = ChartPerception.read(new PlotSketch(220, 180).sector(100, 90, 0, 70, 0, 90, BLUE)
                    .sector(100, 90, 0, 70, 90, 216, ORANGE).sector(100, 90, 0, 70, 216, 360, GREEN).regions(), labels).orElseThrow();
            assertThat(model.type()).isEqualTo(ChartModel.Type.PIE);
            assertThat(model.categories()).containsExactly("Rice", "Wheat", "Maize");
            assertThat(model.cells()).extracting(c -> c.value().text()).containsExactly("25%", "35%", "40%");
            assertThat(model.cells()).extracting(c -> c.value().provenance()).containsExactly(ChartModel.Provenance.PRINTED,
                    ChartModel.Provenance.MEASURED, ChartModel.Provenance.MEASURED);
        }
    }

    @Nested
    class Texts {
        @Test
        void the_row_under_the_plot_names_the_categories() {
            Categories row = Categories.row(List.of(centred("A", 50, 112), centred("B", 90, 112), centred("Source: none", 90, 150)), 100,
                    true, 30,
                    140);
            assertThat(row.names()).containsExactly("A", "B");
            assertThat(row.nearest(85)).isEqualTo(1);
            assertThat(row.nearest(-1000)).isZero();
        }

        @Test
        void a_name_on_two_lines_is_one() {
            assertThat(Categories
                    .row(List.of(centred("New", 50, 112), centred("York", 50, 122), centred("Rome", 110, 112)), 100, true, 30, 140)
                    .names()).containsExactly("New York", "Rome");
        }

        @Test
        void where_nothing_stands_there_are_no_categories() {
            assertThat(Categories.row(List.of(), 100, true, 0, 200).size()).isZero();
            assertThat(Categories.row(List.of(centred("above", 50, 20)), 100, true, 0, 200)).isEqualTo(Categories.NONE);
        }

        @Test
        void the_column_beside_lying_bars_names_them_from_top_to_bottom() {
            Categories column = Categories.column(List.of(text("Lower", 10, 60), text("Upper", 10, 20)), 50, true, 15, 75, 40);
            assertThat(column.names()).containsExactly("Upper", "Lower");
            assertThat(column.places()).containsExactly(25.0, 65.0);
        }

        @Test
        void slanted_labels_hang_by_their_upper_end() {
            assertThat(Categories.anchor(new Label("Slanted", 10, 100, 50, 140, -45, 10))).isEqualTo(50);
            assertThat(Categories.anchor(new Label("Slanted", 10, 100, 50, 140, 45, 10))).isEqualTo(10);
            assertThat(Categories.anchor(new Label("Upright", 10, 100, 20, 160, -90, 10))).isEqualTo(15);
        }

        @Test
        void patches_with_texts_are_a_legend_row_by_row() {
            PlotSketch plot = new PlotSketch(200, 100).box(20, 12, 30, 20, BLUE).box(100, 12, 110, 20, ORANGE).box(20, 42, 30, 50, GREEN);
            Legend legend = Legend.patches(plot.regions(), List.of(text("Wood", 35, 41), text("Coal", 115, 11), text("Oil", 35, 11)));
            assertThat(legend.entries()).extracting(Legend.Entry::name).containsExactly("Oil", "Coal", "Wood");
            assertThat(legend.name(BLUE)).contains("Oil");
            assertThat(legend.name(RED)).isEmpty();
            assertThat(legend.labels()).hasSize(3);
        }

        @Test
        void numbers_beside_patches_are_no_legend() {
            assertThat(Legend.patches(new PlotSketch(200, 100).box(20, 12, 30, 20, BLUE).regions(), List.of(text("12.5", 35, 11))))
                    .isEqualTo(Legend.NONE);
            assertThat(Legend.NONE.name(BLUE)).isEmpty();
        }

        @Test
        void a_dash_behind_a_number_is_the_mark_of_its_tick() {
            assertThat(text("20 -", 0, 0).text()).isEqualTo("20");
            assertThat(text("$20–", 0, 0).text()).isEqualTo("$20");
            assertThat(text("2019-", 0, 0).number()).isPresent();
            assertThat(text("North -", 0, 0).text()).isEqualTo("North -");
        }

        @Test
        void titles_stand_above_below_and_beside_the_plot() {
            Titles titles = Titles.of(List.of(centred("Harvest per year", 100, 8), centred("Year", 100, 130),
                    new Label("Tons", 2, 40, 12, 80, -90, 10)), 30, 20, 170, 110);
            assertThat(titles).isEqualTo(new Titles("Harvest per year", "Year", "Tons"));
            assertThat(Titles.of(List.of(), 0, 0, 10, 10)).isEqualTo(new Titles("", "", ""));
        }
    }

    @Nested
    class Colours {
        @ParameterizedTest
        @CsvSource({"ffffff,white", "000000,black", "808080,gray", "d62728,red", "ff7f0e,orange", "1f77b4,blue", "2ca02c,green",
            "9467bd,purple",
            "8c564b,brown", "e377c2,pink", "17becf,cyan", "ffd700,yellow"})
        void have_the_names_people_use(String hex, String name) {
            assertThat(PackedColours.name(Integer.parseInt(hex, 16))).isEqualTo(name);
        }

        @ParameterizedTest
        @CsvSource({"Grey,gray", "navy,blue", "violet,purple", "gold,yellow", "teal,cyan", "pink,pink", "apple,''", "'',''"})
        void are_named_in_questions_by_other_words_too(String word, String name) {
            assertThat(PackedColours.canonical(word)).isEqualTo(name);
        }

        @Test
        void differ_by_their_most_different_channel() {
            assertThat(PackedColours.distance(0x102030, 0x122834)).isEqualTo(8);
            assertThat(PackedColours.distance(WHITE, BLACK)).isEqualTo(255);
            assertThat(PackedColours.chroma(0x808080)).isZero();
            assertThat(PackedColours.chroma(0xff8000)).isEqualTo(255);
        }

        @Test
        void fade_in_compressed_images_without_becoming_others() {
            assertThat(PackedColours.spread(RED, 0xa05050)).isTrue();
            assertThat(PackedColours.spread(RED, 0x3060a0)).isFalse();
            assertThat(PackedColours.spread(0x808080, 0x808080)).as("gray has no colour to spread").isFalse();
        }

        @Test
        void drawn_charts_are_not_taken_for_compressed_ones() {
            PlotSketch drawn = new PlotSketch(100, 80).box(20, 20, 60, 60, BLUE);
            assertThat(drawn.raster().compressed()).isFalse();
            for (int x = 0; x < 100; x += 2) {
                drawn.box(x, 0, x + 1, 40, 0xfafcfd);
            }
            assertThat(drawn.raster().compressed()).isTrue();
            assertThat(new PlotSketch(1, 1).raster().compressed()).isFalse();
        }
    }
}
