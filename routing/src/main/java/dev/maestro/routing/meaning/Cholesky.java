package dev.maestro.routing.meaning;

/** Solves {@code A X = B} for a symmetric positive definite {@code A}. */
final class Cholesky {
    private Cholesky() {}

    /**
     * @param a lower triangle of A; overwritten
     * @param b right-hand sides, one per column; becomes X
     */
    static void solve(double[][] a, double[][] b) {
        int n = a.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                if (i == j && sum <= 0) {
                    throw new IllegalArgumentException("the matrix is not positive definite at row " + i);
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        for (int column = 0; n > 0 && column < b[0].length; column++) {
            for (int i = 0; i < n; i++) {
                double sum = b[i][column];
                for (int k = 0; k < i; k++) {
                    sum -= a[i][k] * b[k][column];
                }
                b[i][column] = sum / a[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                double sum = b[i][column];
                for (int k = i + 1; k < n; k++) {
                    sum -= a[k][i] * b[k][column];
                }
                b[i][column] = sum / a[i][i];
            }
        }
    }
}
