package dev.maestro.readers.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisScaleTest {
    private static Label tick(String text, double x, double y) {
        return Label.level(text, x - 15, y - 6, x, y + 6);
    }

    @Test
    void a_column_of_ticks_becomes_a_scale() {
        AxisScale scale = AxisScale.vertical(List.of(tick("0", 50, 400), tick("20", 50, 300), tick("40", 50, 200), tick("60", 50, 100)))
                .orElseThrow();
        assertThat(scale.value(250)).isCloseTo(30, within(1e-6));
        assertThat(scale.pixel(50)).isCloseTo(150, within(1e-6));
        assertThat(scale.logarithmic()).isFalse();
    }

    @Test
    void a_misread_tick_is_left_out() {
        AxisScale scale = AxisScale.vertical(
                List.of(tick("0", 50, 400), tick("20", 50, 300), tick("4", 50, 200), tick("60", 50, 100), tick("80", 50, 0))).orElseThrow();
        assertThat(scale.ticks()).hasSize(4);
        assertThat(scale.value(200)).isCloseTo(40, within(1e-6));
    }

    @Test
    void other_numbers_of_the_chart_do_not_disturb() {
        List<Label> labels = new ArrayList<>(List.of(tick("13.05", 300, 120), tick("7.32", 220, 180), tick("6.2", 260, 333)));
        for (int i = 0; i < 6; i++) {
            labels.add(tick(Integer.toString(i * 1000), 60, 400 - 50 * i));
        }
        assertThat(AxisScale.vertical(labels).orElseThrow().value(325)).isCloseTo(1500, within(1e-6));
    }

    @Test
    void decades_make_a_logarithmic_axis() {
        AxisScale scale = AxisScale.vertical(List.of(tick("1", 50, 300), tick("10", 50, 200), tick("100", 50, 100), tick("1000", 50, 0)))
                .orElseThrow();
        assertThat(scale.logarithmic()).isTrue();
        assertThat(scale.value(150)).isCloseTo(31.62, within(0.01));
    }

    @Test
    void negative_and_percent_ticks_are_read() {
        AxisScale scale = AxisScale.horizontal(List.of(tick("-10%", 100, 400), tick("0%", 200, 400), tick("10%", 300, 400))).orElseThrow();
        assertThat(scale.unit()).isEqualTo("%");
        assertThat(scale.value(scale.pixel(-5))).isCloseTo(-5, within(1e-6));
    }

    @Test
    void numbers_without_order_make_no_axis() {
        assertThat(AxisScale.vertical(List.of(tick("5", 50, 400), tick("90", 50, 300), tick("7", 50, 200), tick("31", 50, 100)))).isEmpty();
    }
}
