package dev.maestro.readers.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.readers.charts.ChartModel.Series;
import dev.maestro.readers.charts.ChartModel.Type;
import dev.maestro.readers.charts.ChartModel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartAnswersTest {
    /** Stands for the embeddings: enough to see that the fallback is asked. */
    private static final MeaningMatch LAST = (description, labels) -> labels.size() - 1;
    private static final ChartAnswers ANSWERS = new ChartAnswers(LAST);

    private static Series series(String name, String colour, Object... values) {
        List<Optional<Value>> row = new ArrayList<>();
        for (Object v : values) {
            String text = v.toString();
            row.add(Optional.of(Value.printed(ChartNumbers.parse(text).orElseThrow().value(), text)));
        }
        return new Series(name, colour, row);
    }

    private static final ChartModel BRANDS = new ChartModel(Type.BAR, true, false, "Brand value", "Value in billion dollars", "",
            List.of("Bank Central Asia (BCA)", "Telkomsel", "A Mild", "Go-Jek", "Surya"),
            List.of(series("", "blue", "13.05", "7.32", "7.02", "4.49", "2.52")), "");
    private static final ChartModel GROUPS = new ChartModel(Type.BAR, false, false, "", "Country", "Millions",
            List.of("France", "Italy", "Spain"), List.of(series("2018", "blue", 10, 40, 25), series("2019", "orange", 30, 20, 28)), "");
    private static final ChartModel LINES = new ChartModel(Type.LINE, false, false, "", "", "", List.of("2010", "2011", "2012", "2013"),
            List.of(series("Men", "blue", 10, 14, 30, 22), series("Women", "red", 20, 18, 12, 8)), "");
    private static final ChartModel PIE = new ChartModel(Type.PIE, false, false, "", "", "", List.of("Yes", "No", "Don't know"),
            List.of(series("", "", "55%", "30%", "15%")), "%");

    private static String said(ChartModel model, String question) {
        return ANSWERS.answer(model, question).map(ChartAnswer::text).orElse("NOT ABLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "What was the brand value of Telkomsel? | 7.32",
        "How much was Bank Central Asia worth? | 13.05",
        "Which brand has the highest value? | Bank Central Asia (BCA)",
        "What is the most valuable brand? | Bank Central Asia (BCA)",
        "Who ranked second? | Telkomsel",
        "Which brand has the third lowest value? | A Mild",
        "What is the highest value in the chart? | 13.05",
        "What is the lowest brand value? | 2.52",
        "How many brands are shown in the chart? | 5",
        "How many brands have a value above 7? | 3",
        "How many brands have a value of less than 5? | 2",
        "How many bars are there? | 5",
        "What is the difference between Telkomsel and A Mild? | 0.3",
        "How much more is Telkomsel worth than Go-Jek? | 2.83",
        "What is the sum of Go-Jek and Surya? | 7.01",
        "What is the total of all the values? | 34.4",
        "What is the average of all values? | 6.88",
        "What is the median value? | 7.02",
        "What is the difference between the highest and the lowest value? | 10.53",
        "What is the sum of the two smallest values? | 7.01",
        "What is the ratio of Bank Central Asia to Surya? | 5.18",
        "Is the value of A Mild greater than Go-Jek? | Yes",
        "Is Surya higher than Telkomsel? | No",
        "Is the value of Surya more than 2? | Yes",
        "Is Telkomsel the highest? | No",
        "Which company had a brand value of 4.49 billion dollars? | Go-Jek",
        "What is the value of the top most bar? | 13.05",
        "Which brand is at the bottom of the chart, the last bar? | Surya",
        "What color is Telkomsel? | blue",
        "What is the title of the chart? | Brand value",
        "What does the x-axis represent? | Value in billion dollars",
        "What type of chart is this? | bar chart",
        "What cigarette brand is named after the sun? | Surya"})
    void a_ranking_of_brands_is_asked_in_many_ways(String question, String answer) {
        assertThat(said(BRANDS, question)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "What was the value of Italy in 2018? | 40",
        "What is the value of Spain in 2019? | 28",
        "Which country had the highest value in 2018? | Italy",
        "Which country had the highest value in 2019? | France",
        "In which country was the value lowest in 2019? | Italy",
        "What is the difference between France and Italy in 2018? | 30",
        "What is the difference between 2018 and 2019 for France? | 20",
        "Which year had the higher value in Italy? | 2018",
        "What is the value of the orange bar in France? | 30",
        "What does the blue bar represent? | 2018",
        "Which year is represented by the orange color? | 2019",
        "How many countries are shown in the chart? | 3",
        "What is the total of 2018? | 75",
        "Was France higher than Spain in 2019? | Yes",
        "What is the average value for 2019? | 26"})
    void groups_are_told_apart_by_name_and_colour(String question, String answer) {
        assertThat(said(GROUPS, question)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "In which year did men peak? | 2012",
        "When was the value of women the lowest? | 2013",
        "Which group was higher in 2010? | Women",
        "What was the value of women in 2011? | 18",
        "What is the value of the red line in 2012? | 12",
        "What does the red line represent? | Women",
        "How many lines are there in the chart? | 2",
        "Did the value of women increase or decrease between 2010 and 2013? | decrease",
        "Is the trend of men increasing or decreasing from 2010 to 2012? | increasing",
        "In which year was the largest increase for men? | 2012",
        "Did men increase from 2012 to 2013? | No",
        "What is the percentage change of men from 2010 to 2011? | 40%",
        "In how many years were men above 12? | 3"})
    void lines_are_followed_over_the_years(String question, String answer) {
        assertThat(said(LINES, question)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "What percentage said yes? | 55%",
        "Which answer has the smallest share? | Don't know",
        "What is the sum of yes and no? | 85%",
        "How many slices are in the pie? | 3",
        "What share does not know? | 15%"})
    void shares_of_a_pie_keep_their_sign(String question, String answer) {
        assertThat(said(PIE, question)).isEqualTo(answer);
    }

    @Test
    void a_question_that_nothing_supports_is_not_answered() {
        assertThat(ANSWERS.answer(LINES, "Who painted this picture?")).isEmpty();
        assertThat(ANSWERS.answer(GROUPS, "Why?")).isEmpty();
    }

    @Test
    void a_measured_value_answers_the_number_nearest_to_it() {
        ChartModel measured = new ChartModel(Type.BAR, false, false, "", "", "", List.of("A1", "B1"),
                List.of(new Series("", "", List.of(Optional.of(Value.measured(49.8, "50")), Optional.of(Value.measured(20.1, "20"))))), "");
        assertThat(said(measured, "Which bar has a value of 50?")).isEqualTo("A1");
    }
}
