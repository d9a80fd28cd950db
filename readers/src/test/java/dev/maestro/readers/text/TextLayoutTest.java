package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boxes of text and how they become words, lines, rows, blocks and an order of reading. */
class TextLayoutTest {
    private static TextLine line(String text, double left, double top) {
        return TextLine.level(text, left, top, left + 10.0 * text.length(), top + 20);
    }

    private static TextLine turned(String text, double degrees, double x, double y) {
        double u = Math.cos(Math.toRadians(degrees));
        double v = Math.sin(Math.toRadians(degrees));
        double length = 10.0 * text.length();
        return TextLine.of(text, 1, new Quad(x, y, x + length * u, y + length * v, x + length * u - 20 * v, y + length * v + 20 * u,
                x - 20 * v, y + 20 * u));
    }

    private static List<String> texts(List<TextLine> lines) {
        return lines.stream().map(TextLine::text).toList();
    }

    @Nested
    class Boxes {
        private final Quad level = Quad.upright(10, 20, 110, 40);

        @Test
        void know_their_bounds_and_sides() {
            assertThat(List.of(level.left(), level.top(), level.right(), level.bottom())).containsExactly(10.0, 20.0, 110.0, 40.0);
            assertThat(List.of(level.length(), level.height(), level.centerX(), level.centerY())).containsExactly(100.0, 20.0, 60.0, 30.0);
            assertThat(level.angle()).isZero();
        }

        @Test
        void turned_by_a_quarter_have_their_sides_exchanged() {
            assertThat(level.readingUpwards().angle()).isEqualTo(-90);
            assertThat(level.readingUpwards().length()).isEqualTo(20);
            assertThat(level.readingUpwards().height()).isEqualTo(100);
            assertThat(level.readingDownwards().angle()).isEqualTo(90);
            assertThat(level.readingBackwards().angle()).isEqualTo(180);
            assertThat(level.readingBackwards().readingBackwards()).isEqualTo(level);
            assertThat(level.readingUpwards().readingDownwards()).isEqualTo(level);
        }

        @Test
        void are_cut_along_the_direction_of_reading() {
            assertThat(level.part(0.25, 0.5)).isEqualTo(Quad.upright(35, 20, 60, 40));
            assertThat(level.part(0, 1)).isEqualTo(level);
            assertThat(level.readingUpwards().part(0, 0.5).top()).isEqualTo(30);
        }

        @Test
        void are_moved_and_scaled() {
            assertThat(level.scaled(2, 3, 5, 7)).isEqualTo(Quad.upright(25, 67, 225, 127));
        }

        @ParameterizedTest
        @CsvSource({"0,0,10,10,1", "2,2,8,8,1", "5,0,15,10,0.5", "10,0,20,10,0", "20,20,30,30,0"})
        void share_a_part_of_the_smaller(double left, double top, double right, double bottom, double shared) {
            assertThat(TextDetector.overlap(Quad.upright(0, 0, 10, 10), Quad.upright(left, top, right, bottom))).isCloseTo(shared,
                    within(1e-9));
        }

        @Test
        void of_words_follow_the_letters() {
            TextLine line = line("ab cdef", 0, 0);
            assertThat(line.words()).extracting(TextWord::text).containsExactly("ab", "cdef");
            assertThat(line.words().get(1).quad().left()).isCloseTo(30, within(1e-6));
            assertThat(line.words().get(1).quad().right()).isCloseTo(70, within(1e-6));
        }
    }

    @Nested
    class Joining {
        @Test
        void pieces_close_together_on_one_baseline_are_one_line() {
            List<TextLine> joined = LineJoiner.join(List.of(line("world", 56, 1), line("Hello", 0, 0)));
            assertThat(joined).singleElement().satisfies(l -> {
                assertThat(l.text()).isEqualTo("Hello world");
                assertThat(l.words()).hasSize(2);
                assertThat(l.left()).isZero();
                assertThat(l.right()).isEqualTo(106);
            });
        }

        @Test
        void columns_and_rows_stay_apart() {
            assertThat(LineJoiner.join(List.of(line("left", 0, 0), line("right", 80, 0)))).hasSize(2);
            assertThat(LineJoiner.join(List.of(line("over", 0, 0), line("under", 42, 12)))).hasSize(2);
        }

        @Test
        void pieces_of_different_height_stay_apart() {
            assertThat(LineJoiner.join(List.of(line("small", 0, 0), TextLine.level("BIG", 52, -10, 100, 30)))).hasSize(2);
        }

        @Test
        void three_in_a_row_are_joined_whatever_their_order() {
            assertThat(texts(LineJoiner.join(List.of(line("c", 30, 0), line("a", 0, 0), line("b", 15, 0))))).containsExactly("a b c");
        }

        @Test
        void upright_text_is_not_joined_and_nothing_is_nothing() {
            assertThat(LineJoiner.join(List.of(turned("up", -90, 0, 100), turned("up", -90, 25, 100)))).hasSize(2);
            assertThat(LineJoiner.join(List.of())).isEmpty();
        }

        @Test
        void confidence_is_that_of_the_letters() {
            TextLine sure = TextLine.of("abc", 1, Quad.upright(0, 0, 30, 20));
            TextLine unsure = TextLine.of("d", 0.6, Quad.upright(35, 0, 45, 20));
            assertThat(LineJoiner.join(List.of(sure, unsure)).getFirst().confidence()).isCloseTo(0.9, within(1e-9));
        }
    }

    @Nested
    class Reading {
        @Test
        void goes_down_and_from_left_to_right() {
            assertThat(texts(ReadingOrder.of(List.of(line("c", 0, 30), line("b", 100, 1), line("a", 0, 0))))).containsExactly("a", "b",
                    "c");
        }

        @Test
        void reads_columns_of_prose_one_after_the_other() {
            List<TextLine> prose = List.of(line("the first line here", 0, 0), line("another column now", 300, 2),
                    line("goes on below this", 0, 24), line("continues over here", 300, 26), line("and ends right there", 0, 48),
                    line("until it is finished", 300, 50));
            assertThat(texts(ReadingOrder.of(prose))).containsExactly("the first line here", "goes on below this", "and ends right there",
                    "another column now", "continues over here", "until it is finished");
        }

        @Test
        void reads_a_table_row_by_row() {
            List<TextLine> table = List.of(line("1.20", 300, 0), line("Milk", 0, 0), line("Bread", 0, 24), line("2.50", 300, 24));
            assertThat(texts(ReadingOrder.of(table))).containsExactly("Milk", "1.20", "Bread", "2.50");
        }

        @Test
        void follows_text_that_reads_upwards() {
            List<TextLine> upwards = List.of(turned("second", -90, 30, 100), turned("first", -90, 0, 100), turned("third", -90, 60, 100));
            assertThat(texts(ReadingOrder.of(upwards))).containsExactly("first", "second", "third");
        }

        @Test
        void leaves_one_line_and_none_as_they_are() {
            assertThat(ReadingOrder.of(List.of())).isEmpty();
            assertThat(texts(ReadingOrder.of(List.of(line("a", 0, 0))))).containsExactly("a");
        }
    }

    @Nested
    class Rows {
        @Test
        void hold_what_stands_side_by_side() {
            Page page = new Page(List.of(line("Total", 0, 0), line("12.50", 200, 3), line("Thanks", 0, 40)));
            assertThat(page.rows()).extracting(Page.Row::text).containsExactly("Total 12.50", "Thanks");
            assertThat(page.medianHeight()).isEqualTo(20);
            assertThat(page.text()).isEqualTo("Total\n12.50\nThanks");
        }

        @Test
        void of_a_slanted_page_are_found_along_its_slope() {
            double down = 400 * Math.tan(Math.toRadians(6));
            Page page = new Page(
                    List.of(turned("a long line of text", 6, 0, 0), turned("price", 6, 400, down), turned("another such line", 6, 0, 30),
                            turned("value", 6, 400, down + 30)));
            assertThat(page.rows()).extracting(Page.Row::text).containsExactly("a long line of text price", "another such line value");
        }

        @Test
        void know_what_stands_above_and_below() {
            Page page = new Page(List.of(line("Name", 0, 0), line("Price", 200, 0), line("Milk", 0, 30), line("1.20", 200, 30)));
            Page.Cell price = page.rows().getFirst().cells().getLast();
            assertThat(page.below(price)).map(Page.Cell::text).contains("1.20");
            assertThat(page.above(price)).isEmpty();
            assertThat(page.above(page.rows().getLast().cells().getFirst())).map(Page.Cell::text).contains("Name");
        }

        @Test
        void of_nothing_are_none() {
            Page page = new Page(List.of());
            assertThat(page.isEmpty()).isTrue();
            assertThat(page.rows()).isEmpty();
            assertThat(page.medianHeight()).isZero();
            assertThat(page.text()).isEmpty();
        }

        @Test
        void are_written_with_two_blanks_between_cells() {
            List<TextLine> lines = List.of(line("Milk", 0, 0), line("1.20", 200, 0), line("Bread", 0, 30));
            assertThat(LinesAsJson.inRows(lines)).isEqualTo("Milk  1.20\nBread");
            assertThat(LinesAsJson.inRows(List.of())).isEmpty();
            assertThat(LinesAsJson.of(lines, 210, 40).boxes().get(1).bbox()).as("within the image").containsExactly(200L, 0L, 210L, 20L);
        }
    }

    @Nested
    class Blocks {
        private TextBlocks blocks(TextLine... lines) {
            return new TextBlocks(new Page(List.of(lines)), 600, 400);
        }

        @Test
        void lines_of_one_sign_belong_together() {
            TextBlocks blocks = blocks(line("NO", 100, 100), line("PARKING", 100, 124), line("far away", 450, 360));
            assertThat(blocks.all()).extracting(TextBlocks.Block::text).containsExactlyInAnyOrder("NO PARKING", "far away");
        }

        @Test
        void the_most_prominent_is_large_and_near_the_middle() {
            TextBlocks blocks = blocks(line("small print", 20, 370), TextLine.level("STOP", 220, 160, 380, 240));
            assertThat(blocks.mostProminent()).map(TextBlocks.Block::text).contains("STOP");
            assertThat(blocks.best(b -> b.text().startsWith("small") ? 1 : 0)).map(TextBlocks.Block::text).contains("small print");
        }

        @Test
        void a_page_without_text_has_none() {
            assertThat(blocks().all()).isEmpty();
            assertThat(blocks().mostProminent()).isEmpty();
        }
    }
}
