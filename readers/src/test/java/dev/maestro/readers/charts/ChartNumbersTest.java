package dev.maestro.readers.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartNumbersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "13.05 | 13.05", "1 136 | 1136", "1,136 | 1136", "1'136 | 1136", "1,234,567.5 | 1234567.5", "1.234,5 | 1234.5", "3,5 | 3.5",
        "-5 | -5",
        "−5.5 | -5.5", "(12) | -12", "12% | 12", "$1.2bn | 1200000000", "€20 | 20", "10K | 10000", "3.5M | 3500000", "2e3 | 2000",
        "0.125 | 0.125",
        ".5 | 0.5", "45.2 % | 45.2", "2019* | 2019", "0,125 | 0.125"})
    void numbers_are_read_as_charts_print_them(String text, double value) {
        assertThat(ChartNumbers.parse(text)).hasValueSatisfying(q -> assertThat(q.value()).isCloseTo(value, within(1e-9)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Go-Jek", "2019/20", "Q1 2020", "1 2", "12 34", "", "-", "18-24", "3 apples", "A4"})
    void labels_are_no_numbers(String text) {
        assertThat(ChartNumbers.parse(text)).isEmpty();
    }

    @Test
    void units_are_kept_apart_from_the_value() {
        assertThat(ChartNumbers.parse("12.5%").orElseThrow().unit()).isEqualTo("%");
        assertThat(ChartNumbers.parse("$3").orElseThrow().unit()).isEqualTo("$");
        assertThat(ChartNumbers.parse("3").orElseThrow().unit()).isEmpty();
    }

    @Test
    void decimals_are_counted_behind_the_point_only() {
        assertThat(ChartNumbers.decimals("13.05")).isEqualTo(2);
        assertThat(ChartNumbers.decimals("1,136")).isZero();
        assertThat(ChartNumbers.decimals("7%")).isZero();
    }

    @Test
    void a_lost_point_is_put_back_where_the_bar_says_so() {
        assertThat(Readings.repaired(732, java.util.Optional.of(7.4))).isEqualTo(7.32);
        assertThat(Readings.repaired(26.0, java.util.Optional.of(26_100.0))).isEqualTo(26_000);
        assertThat(Readings.repaired(5, java.util.Optional.of(9.0))).isEqualTo(5);
    }
}
