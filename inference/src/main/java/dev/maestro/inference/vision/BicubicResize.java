package dev.maestro.inference.vision;

/**
 * Antialiased bicubic resizing of 8-bit samples in fixed-point arithmetic: first along the rows, then along
 * the columns, rounded to 8 bits in between. Bit for bit what the reference's resizer of 8-bit tensors does.
 */
final class BicubicResize {
    private static final double REACH = 2;
    private static final double SHARPNESS = -0.5;
    /** Sums of products with 8-bit samples stay within 32 bits. */
    private static final int MOST_BITS = 22;

    private BicubicResize() {}

    static RgbImage resize(RgbImage image, int width, int height) {
        RgbImage wide = image.width() == width ? image : rows(image, Weights.of(image.width(), width));
        return image.height() == height ? wide : columns(wide, Weights.of(image.height(), height));
    }

    private static RgbImage rows(RgbImage image, Weights weights) {
        int from = image.width();
        int to = weights.first.length;
        byte[] in = image.samples();
        byte[] out = new byte[3 * to * image.height()];
        int half = 1 << (weights.bits - 1);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < to; x++) {
                int red = half;
                int green = half;
                int blue = half;
                int at = 3 * (y * from + weights.first[x]);
                for (int weight : weights.values[x]) {
                    red += weight * (in[at] & 0xFF);
                    green += weight * (in[at + 1] & 0xFF);
                    blue += weight * (in[at + 2] & 0xFF);
                    at += 3;
                }
                int into = 3 * (y * to + x);
                out[into] = clip(red >> weights.bits);
                out[into + 1] = clip(green >> weights.bits);
                out[into + 2] = clip(blue >> weights.bits);
            }
        }
        return new RgbImage(out, to, image.height());
    }

    private static RgbImage columns(RgbImage image, Weights weights) {
        int stride = 3 * image.width();
        int to = weights.first.length;
        byte[] in = image.samples();
        byte[] out = new byte[stride * to];
        int[] sums = new int[stride];
        for (int y = 0; y < to; y++) {
            java.util.Arrays.fill(sums, 1 << (weights.bits - 1));
            int row = weights.first[y] * stride;
            for (int weight : weights.values[y]) {
                for (int i = 0; i < stride; i++) {
                    sums[i] += weight * (in[row + i] & 0xFF);
                }
                row += stride;
            }
            for (int i = 0; i < stride; i++) {
                out[y * stride + i] = clip(sums[i] >> weights.bits);
            }
        }
        return new RgbImage(out, image.width(), to);
    }

    private static byte clip(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }

    /**
     * @param first  of each output sample, the first input sample it looks at
     * @param values of each output sample, what the input samples from there on weigh
     * @param bits   after the binary point
     */
    private record Weights(int[] first, int[][] values, int bits) {
        static Weights of(int from, int to) {
            double scale = from / (double) to;
            double stretch = Math.max(scale, 1);
            double support = REACH * stretch;
            int most = (int) Math.ceil(support) * 2 + 1;
            int[] first = new int[to];
            double[][] exact = new double[to][];
            double greatest = 0;
            for (int i = 0; i < to; i++) {
                double centre = scale * (i + 0.5);
                first[i] = Math.max((int) (centre - support + 0.5), 0);
                int count = Math.clamp(Math.min((int) (centre + support + 0.5), from) - first[i], 0, most);
                double[] weights = new double[count];
                double sum = 0;
                for (int j = 0; j < count; j++) {
                    weights[j] = filter((j + first[i] - centre + 0.5) * (1 / stretch));
                    sum += weights[j];
                }
                for (int j = 0; j < count; j++) {
                    weights[j] /= sum;
                    greatest = Math.max(greatest, weights[j]);
                }
                exact[i] = weights;
            }
            int bits = bitsFor(greatest);
            return new Weights(first, fixed(exact, bits), bits);
        }

        /** As many bits as let the greatest weight fit into a signed 16-bit number. */
        private static int bitsFor(double greatest) {
            int bits = 0;
            while (bits < MOST_BITS && (int) (0.5 + greatest * (1 << (bits + 1))) < 1 << 15) {
                bits++;
            }
            return bits;
        }

        private static int[][] fixed(double[][] exact, int bits) {
            int[][] fixed = new int[exact.length][];
            for (int i = 0; i < exact.length; i++) {
                fixed[i] = new int[exact[i].length];
                for (int j = 0; j < exact[i].length; j++) {
                    double weight = exact[i][j] * (1 << bits);
                    fixed[i][j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
                }
            }
            return fixed;
        }

        private static double filter(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
            }
            return x < REACH ? ((SHARPNESS * x - 5 * SHARPNESS) * x + 8 * SHARPNESS) * x - 4 * SHARPNESS : 0;
        }
    }
}
