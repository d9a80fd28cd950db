package dev.maestro.drawings;

/** Numbers for charts. */
final class ChartValues {
    private ChartValues() {}

    /** Values up to {@code scale}, rounded, any two at least {@code apart} times {@code scale} from each other. */
    static double[] apart(SeededChoice chance, int count, double scale, int decimals, double apart) {
        double[] values = new double[count];
        double rounding = Math.pow(10, decimals);
        for (int i = 0; i < count; i++) {
            boolean taken = true;
            while (taken) {
                values[i] = Math.round(chance.between(0.1 * scale, scale) * rounding) / rounding;
                taken = false;
                for (int j = 0; j < i; j++) {
                    taken |= Math.abs(values[i] - values[j]) < apart * scale;
                }
            }
        }
        return values;
    }
}
