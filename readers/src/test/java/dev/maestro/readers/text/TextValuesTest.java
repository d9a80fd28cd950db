package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.readers.opencv.OpenCv;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** What single words and values look like, how alike texts are, and what colours and gaps their letters have. */
class TextValuesTest {
    @Nested
    class Values {
        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "MONEY|Total 12.50|12.50", "MONEY|Total: $1,234.50 paid|$1,234.50", "MONEY|EUR 1.234,50|EUR 1.234,50", "MONEY|Sum 12. 50|12.50",
            "MONEY|RM 5|RM 5", "DATE|on 2019-03-07 at|2019-03-07", "DATE|07/03/2019|07/03/2019", "DATE|7 Mar 2019|7 Mar 2019",
            "DATE|March 7, 2019|March 7, 2019", "TIME|at 14:05:59|14:05:59", "TIME|open 9 am|9 am", "PHONE|Tel 555-123-4567|555-123-4567",
            "PHONE|+49 30 1234567|+49 30 1234567", "EMAIL|mail a.b@shop.co.uk now|a.b@shop.co.uk", "URL|see www.shop.com/x|www.shop.com/x",
            "URL|shop.org|shop.org", "PERCENT|GST 6 %|6 %", "CODE|No INV-0042|INV-0042", "NUMBER|-3,5 of|-3,5"})
        void are_found_in_their_line(ValueType type, String line, String value) {
            assertThat(type.firstIn(line)).contains(value);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {"MONEY|Table 12", "DATE|Total 12.50", "PHONE|12345", "PHONE|2019-03-07", "EMAIL|at shop.com",
            "TIME|12.50", "PERCENT|six percent"})
        void are_not_seen_where_there_are_none(ValueType type, String line) {
            assertThat(type.in(line)).isEmpty();
        }

        @Test
        void several_are_found_from_left_to_right() {
            assertThat(ValueType.MONEY.in("2 x 1.25 = 2.50")).containsExactly("1.25", "2.50");
            assertThat(ValueType.MONEY.lastIn("2 x 1.25 = 2.50")).contains("2.50");
            assertThat(ValueType.ANY.in("")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|',
                value = {"12.50|12.5", "$1,234.50|1234.5", "1.234,50 EUR|1234.5", "RM 5|5", "15.000|15000", "-0.50|-0.5", ".99|0.99",
                    "5.|5", "abc|0", "''|0"})
        void amounts_are_numbers(String money, double amount) {
            assertThat(ValueType.amount(money)).isCloseTo(amount, within(1e-9));
        }

        @Test
        void a_price_with_one_decimal_is_not_ten_times_as_dear() {
            assertThat(ValueType.amount("$4.5")).isCloseTo(4.5, within(1e-9));
            assertThat(Pages.answer(Pages.rows("Green tea|$4.5", "Apple pie|$12.0", "Total|$16.5"), "What is the most expensive item?"))
                    .contains("Apple pie");
        }
    }

    @Nested
    class Likeness {
        @Test
        void counts_letters_and_digits_only() {
            assertThat(OcrSimilarity.squeezed("Inv. No: #42-B")).isEqualTo("invno42b");
            assertThat(OcrSimilarity.of("SUB TOTAL", "subtotal:")).isEqualTo(1);
            assertThat(OcrSimilarity.of("total", "tota1")).isCloseTo(0.8, within(1e-9));
            assertThat(OcrSimilarity.of("", "...")).isZero();
        }

        @ParameterizedTest
        @CsvSource({"item,items,true", "box,boxes,true", "cashier,cashler,true", "tax,fax,false", "restaurant,restuarent,false",
            "a,'',false",
            "invoice,lnvoice,true"})
        void forgives_a_misread_letter_in_longer_words(String a, String b, boolean same) {
            assertThat(OcrSimilarity.same(a, b)).isEqualTo(same);
        }

        @Test
        void finds_a_phrase_whose_words_are_joined_or_parted() {
            List<String> words = OcrSimilarity.words("please pay GRANDTOTAL now");
            assertThat(OcrSimilarity.find("grand total", words)).containsExactly(2, 3);
            assertThat(OcrSimilarity.find("grandtotal", OcrSimilarity.words("the grand total"))).containsExactly(1, 3);
            assertThat(OcrSimilarity.find("sub total", words)).isEmpty();
            assertThat(OcrSimilarity.find("", words)).isEmpty();
        }

        @Test
        void covers_what_is_wanted_by_weight() {
            assertThat(OcrSimilarity.coverage(List.of("green", "tea"), List.of("Green", "Tea", "hot"))).isEqualTo(1);
            assertThat(OcrSimilarity.coverage(List.of("green", "tea"), List.of("tea"))).isBetween(0.3, 0.5);
            assertThat(OcrSimilarity.coverage(List.of(), List.of("tea"))).isZero();
        }
    }

    @Nested
    class Options {
        private final AnswerOptions options = AnswerOptions.in("Who made it? Options: (A) Acme Inc (B) Globex (C) Initech");

        @Test
        void are_taken_out_of_the_question() {
            assertThat(options.question()).isEqualTo("Who made it?");
            assertThat(options.byName()).containsEntry("A", "Acme Inc").containsEntry("C", "Initech").hasSize(3);
            assertThat(AnswerOptions.in("Who made it?").byName()).isEmpty();
            assertThat(AnswerOptions.in("What is plan A. here?").byName()).as("one is no choice").isEmpty();
        }

        @Test
        void are_chosen_by_likeness() {
            assertThat(options.like("GLOBEX")).contains("B");
            assertThat(options.like("by Acme lnc")).contains("A");
            assertThat(options.like("Umbrella")).isEmpty();
        }

        @Test
        void are_chosen_when_only_one_stands_there() {
            assertThat(options.onlyOneIn(List.of("made", "by", "Initech"))).contains("C");
            assertThat(options.onlyOneIn(List.of("Globex", "Initech"))).isEmpty();
            assertThat(AnswerOptions.labels("what?", "stop_sign\n\n yield ").onlyOneIn(List.of("STOP", "SIGN"))).contains("stop_sign");
        }
    }

    @Nested
    class Words {
        @ParameterizedTest
        @CsvSource({"parking,true", "PARKING,true", "stations,true", "brewing,true", "qzx,false", "xq,false", "of,true", "'',false",
            "p4rk,false"})
        void are_english_or_not(String word, boolean known) {
            assertThat(EnglishWords.knows(word)).isEqualTo(known);
        }

        @Test
        void common_ones_rank_first() {
            assertThat(EnglishWords.rank("the")).isPositive().isLessThan(EnglishWords.rank("parking"));
            assertThat(EnglishWords.rank("a")).isPositive();
            assertThat(EnglishWords.rank("kg")).as("no word").isZero();
        }

        @Test
        void of_other_scripts_and_wide_forms_are_known() {
            assertThat(Scripts.isHan("中")).isTrue();
            assertThat(Scripts.isHan("ア")).isTrue();
            assertThat(Scripts.isHan("한")).isTrue();
            assertThat(Scripts.isHan("A")).isFalse();
            assertThat(Scripts.isHan("é")).isFalse();
            assertThat(Scripts.isHan("")).isFalse();
            assertThat(Scripts.plain("Ａ")).isEqualTo("A");
            assertThat(Scripts.plain("’")).isEqualTo("'");
            assertThat(Scripts.plain("x")).isEqualTo("x");
        }

        @Test
        void are_placed_by_their_characters() {
            double[] at = {0.05, 0.15, 0.25, 0.35, 0.45};
            TextRecognizer.Read read = new TextRecognizer.Read(List.of("a", "b", " ", "c", "d"), at, new double[]{1, 0.8, 1, 0.6, 0.4},
                    new double[4]);
            TextLine line = PlacedLines.line(read, Quad.upright(0, 0, 100, 20));
            assertThat(line.text()).isEqualTo("ab cd");
            assertThat(line.words()).extracting(TextWord::confidence).satisfiesExactly(c -> assertThat(c).isCloseTo(0.9, within(1e-9)),
                    c -> assertThat(c).isCloseTo(0.5, within(1e-9)));
            assertThat(line.words().getLast().quad().left()).isCloseTo(30, within(1e-6));
            assertThat(line.words().getLast().quad().right()).as("to the end").isEqualTo(100);
        }

        @Test
        void one_character_is_a_word() {
            TextRecognizer.Read read = new TextRecognizer.Read(List.of("7"), new double[]{0.5}, new double[]{0.9}, new double[0]);
            assertThat(PlacedLines.line(read, Quad.upright(5, 5, 15, 25)).words()).singleElement()
                    .satisfies(w -> assertThat(w.quad()).isEqualTo(Quad.upright(5, 5, 15, 25)));
        }

        @Test
        void a_line_without_wide_gaps_has_no_missing_spaces() {
            assertThat(Spacing.missing(List.of("A"), new double[0])).isEqualTo(Set.of());
            assertThat(Spacing.missing(List.of(), new double[0])).isEmpty();
            assertThat(Misreadings.corrected(List.of())).isEmpty();
        }
    }

    @Nested
    class Pixels {
        private Mat image(int width, int height, Scalar ground, Consumer<Mat> pen) {
            OpenCv.load();
            Mat mat = new Mat(height, width, CvType.CV_8UC3, ground);
            pen.accept(mat);
            return mat;
        }

        private void bar(Mat on, int left, int right, Scalar colour) {
            Imgproc.rectangle(on, new Point(left, 8), new Point(right - 1, 31), colour, Imgproc.FILLED);
        }

        private double[] gaps(Scalar ground, Scalar ink) {
            Mat line = image(120, 40, ground, m -> {
                bar(m, 10, 20, ink);
                bar(m, 24, 34, ink);
                bar(m, 58, 68, ink);
            });
            double[] gaps = InkGaps.between(line, new double[]{15 / 120.0, 29 / 120.0, 63 / 120.0});
            line.release();
            return gaps;
        }

        @Test
        void gaps_between_letters_are_measured_in_their_height() {
            assertThat(gaps(new Scalar(255, 255, 255), new Scalar(0, 0, 0))).containsExactly(new double[]{4 / 24.0, 1}, within(1e-9));
        }

        @Test
        void light_letters_on_a_dark_ground_have_the_same_gaps() {
            assertThat(gaps(new Scalar(40, 20, 20), new Scalar(240, 240, 250))).containsExactly(new double[]{4 / 24.0, 1}, within(1e-9));
        }

        @Test
        void one_letter_and_an_empty_line_have_no_gaps() {
            Mat empty = image(30, 10, new Scalar(255, 255, 255), _ -> {});
            assertThat(InkGaps.between(empty, new double[]{0.5})).isEmpty();
            assertThat(InkGaps.between(empty, new double[]{0.2, 0.8})).hasSize(1);
            empty.release();
            Mat one = image(1, 1, new Scalar(0, 0, 0), _ -> {});
            assertThat(InkGaps.between(one, new double[]{0.2, 0.8})).hasSize(1);
            one.release();
        }

        @Test
        void letters_and_ground_of_a_line_have_their_colours() {
            Mat sign = image(120, 40, new Scalar(30, 30, 200), m -> {
                bar(m, 20, 40, new Scalar(255, 255, 255));
                bar(m, 60, 80, new Scalar(255, 255, 255));
            });
            TextLine line = TextLine.level("II", 5, 2, 115, 38);
            LineColours colours = new LineColours(sign);
            assertThat(colours.ink(line, Hue.WHITE)).isGreaterThan(0.9);
            assertThat(colours.ground(line, Hue.RED)).isGreaterThan(0.9);
            assertThat(colours.ground(line, Hue.BLUE)).isZero();
            assertThat(colours.around(5, 2, 115, 38, 10, Hue.RED)).isBetween(0.6, 0.9);
            assertThat(colours.around(-50, -50, 1000, 1000, 0, Hue.GREEN)).as("beyond the image").isZero();
            sign.release();
        }

        @ParameterizedTest
        @CsvSource({"the red sign,RED", "GREY box,GRAY", "dark blue letters,BLUE", "golden,YELLOW", "a magenta line,PINK",
            "cyan,TURQUOISE"})
        void hues_are_named_in_questions(String text, Hue hue) {
            assertThat(Hue.namedIn(text)).contains(hue);
            assertThat(Hue.namedIn("a reddish bored person")).isEmpty();
        }

        @Test
        void hues_match_around_the_circle() {
            assertThat(Hue.RED.match(178, 220, 200)).isEqualTo(1);
            assertThat(Hue.RED.match(90, 220, 200)).isZero();
            assertThat(Hue.BLACK.match(0, 0, 20)).isEqualTo(1);
            assertThat(Hue.WHITE.match(0, 5, 250)).isEqualTo(1);
            assertThat(Hue.GRAY.match(0, 5, 128)).isEqualTo(1);
        }

        @Test
        void planes_hold_blue_green_and_red_from_minus_one_to_one() {
            Mat two = image(2, 1, new Scalar(0, 255, 127.5), _ -> {});
            float[] planes = new float[3 * 4];
            NetworkInput.toPlanes(two, planes, 0, 1, 4);
            assertThat(Arrays.copyOfRange(planes, 0, 4)).containsExactly(-1, -1, 0, 0);
            assertThat(planes[4]).isEqualTo(1);
            two.release();
        }

        @ParameterizedTest
        @CsvSource({"100,24,200", "1,1,48", "5000,10,1920", "1,400,8"})
        void crops_are_brought_to_the_height_of_the_network(int width, int height, int scaledWidth) {
            Mat crop = image(width, height, new Scalar(255, 255, 255), _ -> {});
            Mat scaled = TextRecognizer.toHeight(crop);
            assertThat(scaled.rows()).isEqualTo(TextRecognizer.HEIGHT);
            assertThat(scaled.cols()).isEqualTo(scaledWidth);
            scaled.release();
            crop.release();
        }
    }
}
