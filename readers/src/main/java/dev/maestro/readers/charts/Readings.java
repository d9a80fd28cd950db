package dev.maestro.readers.charts;

import java.util.Optional;

/** Checks of printed numbers against what the pixels say. */
final class Readings {
    private Readings() {}

    /**
     * A lost decimal point or separator makes a printed number a power of ten too large or too small:
     * puts it back where the measured value tells so; a lost minus sign likewise.
     */
    static double repaired(double printed, Optional<Double> measured) {
        if (measured.isEmpty() || printed == 0 || measured.get() == 0) {
            return printed;
        }
        double m = measured.get();
        if (near(printed, m)) {
            return printed;
        }
        for (double factor : new double[]{0.1, 0.01, 0.001, -1, 1_000, 100, 10}) {
            if (near(printed * factor, m)) {
                return java.math.BigDecimal.valueOf(printed).multiply(java.math.BigDecimal.valueOf(factor)).doubleValue();
            }
        }
        return printed;
    }

    /** Whether a printed number is what the pixels show, within a few percent of the axis. */
    static boolean agrees(double printed, double measured, double range) {
        return Math.abs(printed - measured) <= 0.04 * range;
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= 0.06 * Math.abs(b);
    }
}
