package dev.maestro.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {
    @Test
    void the_interval_of_a_share_is_wilsons() {
        // Newcombe 1998, table I: 81 of 263 and 0 of 20
        assertThat(ConfidenceInterval.ofShare(81 / 263.0, 263).low()).isCloseTo(0.2553, within(5e-5));
        assertThat(ConfidenceInterval.ofShare(81 / 263.0, 263).high()).isCloseTo(0.3662, within(5e-5));
        assertThat(ConfidenceInterval.ofShare(0, 20).low()).isZero();
        assertThat(ConfidenceInterval.ofShare(0, 20).high()).isCloseTo(0.1611, within(5e-5));
        assertThat(ConfidenceInterval.ofShare(0, 0)).isEqualTo(new ConfidenceInterval(0, 1));
    }

    @Test
    void the_interval_of_a_mean_is_as_wide_as_four_standard_errors_nearly() {
        assertThat(ConfidenceInterval.ofMean(3, 4, 100).low()).isCloseTo(3 - 1.96 * 0.2, within(1e-4));
        assertThat(ConfidenceInterval.ofMean(3, 4, 100).high()).isCloseTo(3 + 1.96 * 0.2, within(1e-4));
    }
}
