package dev.maestro.readers.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.readers.charts.ChartModel.Series;
import dev.maestro.readers.charts.ChartModel.Type;
import dev.maestro.readers.charts.ChartModel.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words and numbers of a question and what of a chart they name. */
class QuestionWordsTest {
    private static ChartModel bars(List<String> categories, String... values) {
        List<Optional<Value>> row = Arrays.stream(values)
                .map(v -> Optional.of(Value.printed(ChartNumbers.parse(v).orElseThrow().value(), v))).toList();
        return new ChartModel(Type.BAR, false, false, "", "", "", categories, List.of(new Series("", "blue", row)), "");
    }

    private static final ChartModel FROST = bars(List.of("January", "February", "March"), "-8", "-3", "4");
    private static final ChartModel PEOPLE = bars(List.of("Oslo", "Rome", "Paris"), "700,000", "2,800,000", "11,000,000");
    private static final ChartModel IN_MILLIONS = bars(List.of("Oslo", "Rome", "Paris"), "0.7", "2.8", "11");

    private static String said(ChartModel model, String question) {
        return new ChartAnswers((_, _) -> 0).answer(model, question).map(ChartAnswer::text).orElse("NOT ABLE");
    }

    @Nested
    class Words {
        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "What's the GDP of Côte d'Ivoire?|whats the gdp of cote d ivoire",
            "over 1,200,000 or 12 000|over 1200000 or 12000",
            "ages 18-24 (in %)|ages 18 24 in %",
            "3.5. And then|3.5 and then",
            "below -5 or −2.5|below -5 or -2.5",
            "Go-Jek - 2019|go jek 2019",
            "...|''"})
        void are_plain_and_numbers_keep_their_signs(String text, String words) {
            assertThat(String.join(" ", PlainWords.of(text))).isEqualTo(words);
        }

        @ParameterizedTest
        @CsvSource({"cars,car", "countries,country", "boxes,box", "generation,genaration"})
        void are_alike_by_their_stem_or_but_for_a_misread_letter(String a, String b) {
            assertThat(PlainWords.alike(a, b)).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"2019,2018", "-1000,-2000", "-1000,1000", "cat,car", "a,b"})
        void are_different_when_short_or_numbers(String a, String b) {
            assertThat(PlainWords.alike(a, b)).isFalse();
            assertThat(PlainWords.alike(a, a)).isTrue();
        }
    }

    @Nested
    class Named {
        private final ChartModel banks = bars(List.of("Bank Central Asia (BCA)", "Bank Mandiri", "Others"), "3", "2", "1");

        private List<Integer> categories(String question) {
            return Mentions.of(PlainWords.of(question), banks).categories();
        }

        @Test
        void labels_are_found_in_the_order_of_the_question() {
            assertThat(categories("Is Bank Mandiri ahead of Bank Central Asia (BCA)?")).containsExactly(1, 0);
        }

        @Test
        void most_of_a_long_label_is_enough() {
            assertThat(categories("How much did Bank Central Asia earn?")).containsExactly(0);
        }

        @Test
        void nothing_is_named_by_small_words() {
            assertThat(categories("What is the sum of all in the chart?")).isEmpty();
            assertThat(categories("")).isEmpty();
        }

        @Test
        void words_of_a_label_are_covered_by_it() {
            List<String> words = PlainWords.of("the value of Bank Mandiri");
            Mentions mentions = Mentions.of(words, banks);
            assertThat(mentions.covers(words.indexOf("mandiri"))).isTrue();
            assertThat(mentions.covers(words.indexOf("value"))).isFalse();
            assertThat(mentions.series()).isEmpty();
        }
    }

    @Nested
    class Limits {
        private Threshold threshold(ChartModel model, String question) {
            return Threshold.of(ChartQuestion.of(model, question)).orElseThrow();
        }

        @ParameterizedTest
        @CsvSource({"How many are more than 4?,4,false", "How many are at least 4?,4,true", "How many are above 3.5?,3.9,true",
            "How many are less than 4?,4,false", "How many are at most 4?,4,true", "How many are between 2 and 4?,2,true",
            "How many are between 2 and 4?,4.5,false"})
        void hold_or_do_not(String question, double value, boolean holds) {
            assertThat(threshold(FROST, question).test(value)).isEqualTo(holds);
        }

        @Test
        void are_missing_where_no_number_is_compared_with() {
            assertThat(Threshold.of(ChartQuestion.of(FROST, "How many months are there?"))).isEmpty();
        }

        @Test
        void months_below_minus_five_degrees_are_counted_with_their_sign() {
            assertThat(said(FROST, "How many months have a value below -5?")).isEqualTo("1");
            assertThat(said(FROST, "How many months have a value above -5?")).isEqualTo("2");
            assertThat(said(FROST, "Which month has a value of -3?")).isEqualTo("February");
        }

        @Test
        void cities_of_more_than_two_million_are_counted_whether_the_axis_counts_people_or_millions() {
            assertThat(said(PEOPLE, "How many cities have more than 2 million people?")).isEqualTo("2");
            assertThat(said(IN_MILLIONS, "How many cities have more than 2 million people?")).isEqualTo("2");
            assertThat(said(PEOPLE, "How many cities have between 1 and 5 million people?")).isEqualTo("1");
        }
    }

    @Nested
    class Numbers {
        @ParameterizedTest
        @ValueSource(strings = {"1e99999999999", "5E123456789012345678901234567890"})
        void codes_that_look_like_powers_of_ten_are_no_numbers_and_no_error(String text) {
            assertThat(ChartNumbers.parse(text)).isEmpty();
            assertThat(said(FROST, "Which month has a value of " + text + "?")).isNotNull();
        }

        @Test
        void a_number_of_four_hundred_digits_is_none() {
            assertThat(ChartNumbers.parse("9".repeat(400))).isEmpty();
            assertThat(said(FROST, "How many months are above " + "9".repeat(400) + "?")).isNotNull();
        }

        @ParameterizedTest
        @CsvSource({"1.005,2,1.01", "-0.004,2,0", "1200,0,1200", "0.5,0,1", "12.50,3,12.5"})
        void are_written_plainly(double value, int decimals, String text) {
            assertThat(ChartNumbers.plain(value, decimals)).isEqualTo(text);
        }

        @ParameterizedTest
        @CsvSource({"37.4321,0.5,37.4", "37.4321,0.02,37.43", "1234,30,1235", "1234,300,1250", "5,0,5", "37.4321,NaN,37.43"})
        void that_are_measured_say_what_a_pixel_can_tell(double value, double step, String text) {
            assertThat(ChartNumbers.measured(value, step)).isEqualTo(text);
        }

        @ParameterizedTest
        @CsvSource({"2019,true", "2019*,true", "1799,false", "2101,false"})
        void of_four_digits_may_be_years(String text, boolean year) {
            assertThat(ChartNumbers.parse(text).orElseThrow().isYear()).isEqualTo(year);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {"US$5|US$", "5€|€", "£ 3.2m|£", "12 percent|%", "21°|°", "7 per cent|%"})
        void carry_their_unit(String text, String unit) {
            assertThat(ChartNumbers.parse(text).orElseThrow().unit()).isEqualTo(unit);
        }

        @ParameterizedTest
        @CsvSource({"99,101,99", "101,1010,1010", "-5,5.1,5", "0,7,0", "7,0,7"})
        void misread_by_a_power_of_ten_or_a_sign_are_put_right(double printed, double measured, double right) {
            assertThat(Readings.repaired(printed, Optional.of(measured))).isCloseTo(right, within(1e-9));
            assertThat(Readings.repaired(printed, Optional.empty())).isEqualTo(printed);
        }
    }

    @Nested
    class Axes {
        private Label tick(String text, double pixel) {
            return Label.level(text, 20, pixel - 5, 40, pixel + 5);
        }

        @Test
        void two_ticks_are_enough_when_there_are_no_others() {
            AxisScale scale = AxisScale.vertical(List.of(tick("0", 100), tick("50", 20))).orElseThrow();
            assertThat(scale.value(60)).isCloseTo(25, within(1e-9));
            assertThat(scale.step(60)).isCloseTo(0.625, within(1e-9));
        }

        @Test
        void one_tick_and_none_make_no_axis() {
            assertThat(AxisScale.vertical(List.of(tick("5", 100)))).isEmpty();
            assertThat(AxisScale.vertical(List.of())).isEmpty();
            assertThat(AxisScale.fit(List.of())).isEmpty();
        }

        @Test
        void an_axis_through_zero_has_negative_values_below() {
            AxisScale scale = AxisScale.vertical(List.of(tick("20", 20), tick("0", 60), tick("−20", 100), tick("-40", 140))).orElseThrow();
            assertThat(scale.value(120)).isCloseTo(-30, within(1e-9));
            assertThat(scale.pixel(-40)).isCloseTo(140, within(1e-9));
        }

        @Test
        void the_letter_o_stands_for_zero() {
            assertThat(AxisScale.vertical(List.of(tick("O", 100), tick("10", 60), tick("20", 20))).orElseThrow().value(100))
                    .isCloseTo(0, within(1e-9));
        }

        @Test
        void suffixes_and_currencies_are_read() {
            AxisScale scale = AxisScale.vertical(List.of(tick("$0", 100), tick("$50K", 60), tick("$100K", 20))).orElseThrow();
            assertThat(scale.value(40)).isCloseTo(75_000, within(1e-6));
            assertThat(scale.unit()).isEqualTo("$");
        }

        @Test
        void decades_below_one_are_logarithmic_too() {
            AxisScale scale = AxisScale.vertical(List.of(tick("0.01", 130), tick("0.1", 90), tick("1", 50), tick("10", 10))).orElseThrow();
            assertThat(scale.logarithmic()).isTrue();
            assertThat(scale.pixel(0.1)).isCloseTo(90, within(1e-6));
            assertThat(scale.value(70)).isCloseTo(Math.sqrt(0.1), within(1e-6));
        }

        @Test
        void ticks_at_one_place_or_of_one_value_make_none() {
            assertThat(AxisScale.vertical(List.of(tick("1", 50), tick("2", 53), tick("3", 56)))).isEmpty();
            assertThat(AxisScale.vertical(List.of(tick("5", 20), tick("5", 60), tick("5", 100)))).isEmpty();
        }

        @Test
        void slanted_numbers_are_no_ticks() {
            assertThat(AxisScale.vertical(List.of(new Label("0", 20, 95, 40, 105, -45, 10), new Label("10", 20, 55, 40, 65, -45, 10),
                    new Label("20", 20, 15, 40, 25, -45, 10)))).isEmpty();
        }

        @Test
        void years_side_by_side_are_a_level_axis() {
            AxisScale scale = AxisScale.horizontal(List.of(PlotSketch.centred("2010", 50, 100), PlotSketch.centred("2015", 100, 100),
                    PlotSketch.centred("2020", 150, 100))).orElseThrow();
            assertThat(scale.pixel(2012)).isCloseTo(70, within(1e-6));
        }
    }
}
