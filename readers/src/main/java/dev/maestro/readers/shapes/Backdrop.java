package dev.maestro.readers.shapes;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * What a drawing is drawn on: one colour or a smooth change of colour (a quadratic in x and y per Lab
 * channel), fitted to the largest smooth region and then to all that agrees with it.
 */
final class Backdrop {
    /** Least perceived difference of ink from its ground; pale lines of half a pixel have about 15. */
    static final double INK = 9;

    /** JPEG of quality 60 leaves ripples of up to a fifth of an edge's contrast within a few pixels of it. */
    private static final double RINGING = 0.21;

    private final LabRaster raster;
    private final double[][] model;
    private final double noise;

    private Backdrop(LabRaster raster, double[][] model, double noise) {
        this.raster = raster;
        this.model = model;
        this.noise = noise;
    }

    static Backdrop of(LabRaster raster, SmoothRegions regions) {
        int ground = regions.ground();
        boolean[] use = new boolean[raster.pixels()];
        double[] mean = regions.mean(ground);
        for (int i = 0; i < use.length; i++) {
            use[i] = regions.label(i) == ground;
        }
        double[][] flat = {{mean[0], 0, 0, 0, 0, 0}, {mean[1], 0, 0, 0, 0, 0}, {mean[2], 0, 0, 0, 0, 0}};
        Backdrop first = new Backdrop(raster, flat, 0);
        double spread = first.spread(use);
        if (spread < 4.5) {
            return new Backdrop(raster, flat, spread);
        }
        Backdrop fitted = new Backdrop(raster, fit(raster, use), 0);
        for (int round = 0; round < 2; round++) {
            double limit = Math.max(6, 2.5 * fitted.spread(use));
            for (int i = 0; i < use.length; i++) {
                use[i] = fitted.difference(i) < limit;
            }
            fitted = new Backdrop(raster, fit(raster, use), 0);
        }
        return new Backdrop(raster, fitted.model, fitted.spread(use));
    }

    /** Perceived difference of a pixel from the ground expected there. */
    double difference(int i) {
        double[] t = terms(i);
        return raster.distance(i, dot(model[0], t), dot(model[1], t), dot(model[2], t));
    }

    /** Deviation of the ground from its model; large in photographs. */
    double noise() {
        return noise;
    }

    /** Expected Lab of the ground at a pixel. */
    double[] at(int i) {
        double[] t = terms(i);
        return new double[]{dot(model[0], t), dot(model[1], t), dot(model[2], t)};
    }

    /** Expected red, green and blue of the ground at a pixel, 0 to 255. */
    double[] rgbAt(int i) {
        double[] lab = at(i);
        double fy = (lab[0] * 100 / 255 + 16) / 116;
        double x = 0.950456 * cube(fy + (lab[1] - 128) / 500);
        double y = cube(fy);
        double z = 1.088754 * cube(fy - (lab[2] - 128) / 200);
        return new double[]{gamma(3.240479 * x - 1.53715 * y - 0.498535 * z), gamma(-0.969256 * x + 1.875991 * y + 0.041556 * z),
            gamma(0.055648 * x - 0.204043 * y + 1.057311 * z)};
    }

    private static double cube(double f) {
        return f > 0.206893 ? f * f * f : (f - 16.0 / 116) / 7.787;
    }

    private static double gamma(double linear) {
        return 255 * Math.clamp(linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055, 0, 1);
    }

    /** Whether one colour is the ground everywhere. */
    boolean even() {
        return model[0][1] == 0 && model[0][2] == 0 && model[0][3] == 0;
    }

    /** All that differs from the ground, by more than compression makes it differ around strong edges. */
    Mask ink() {
        double limit = Math.max(INK, 4 * noise);
        Mat contrast = new Mat(raster.height, raster.width, CvType.CV_32FC1);
        float[] values = new float[raster.pixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) difference(i);
        }
        contrast.put(0, 0, values);
        Mat kernel = Imgproc.getStructuringElement(Imgproc.MORPH_RECT, new Size(7, 7));
        Imgproc.dilate(contrast, contrast, kernel);
        float[] nearby = new float[values.length];
        contrast.get(0, 0, nearby);
        contrast.release();
        kernel.release();
        Mask ink = new Mask(raster.width, raster.height);
        for (int i = 0; i < values.length; i++) {
            if (values[i] > limit && values[i] > RINGING * nearby[i]) {
                ink.set(i);
            }
        }
        return ink;
    }

    private double spread(boolean[] use) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < use.length; i += 3) {
            if (use[i]) {
                double d = difference(i);
                sum += d * d;
                n++;
            }
        }
        return n == 0 ? 0 : Math.sqrt(sum / n);
    }

    private double[] terms(int i) {
        double x = (i % raster.width) / (double) raster.width - 0.5;
        double y = (i / raster.width) / (double) raster.height - 0.5;
        return new double[]{1, x, y, x * x, x * y, y * y};
    }

    private static double dot(double[] c, double[] t) {
        if (c[1] == 0 && c[2] == 0 && c[3] == 0) {
            return c[0];
        }
        return c[0] + c[1] * t[1] + c[2] * t[2] + c[3] * t[3] + c[4] * t[4] + c[5] * t[5];
    }

    private static double[][] fit(LabRaster raster, boolean[] use) {
        double[] normal = new double[6 * 6];
        double[] sums = new double[6 * 3];
        Backdrop frame = new Backdrop(raster, new double[3][6], 0);
        int step = Math.max(1, raster.pixels() / 60_000);
        for (int i = 0; i < use.length; i += step) {
            if (!use[i]) {
                continue;
            }
            double[] t = frame.terms(i);
            double[] v = {raster.l(i), raster.a(i), raster.b(i)};
            for (int r = 0; r < 6; r++) {
                for (int c = 0; c < 6; c++) {
                    normal[6 * r + c] += t[r] * t[c];
                }
                for (int c = 0; c < 3; c++) {
                    sums[3 * r + c] += t[r] * v[c];
                }
            }
        }
        double more = 1e-6 + normal[0] * 1e-7;
        for (int r = 0; r < 6; r++) {
            normal[7 * r] += more;
        }
        return solved(normal, sums);
    }

    /** Three solutions of six unknowns each; the matrix is symmetric and positive definite. */
    private static double[][] solved(double[] normal, double[] sums) {
        Mat left = new Mat(6, 6, CvType.CV_64FC1);
        left.put(0, 0, normal);
        Mat right = new Mat(6, 3, CvType.CV_64FC1);
        right.put(0, 0, sums);
        Mat found = new Mat();
        Core.solve(left, right, found, Core.DECOMP_CHOLESKY);
        Core.transpose(found, found);
        double[][] model = new double[3][6];
        for (int c = 0; c < 3; c++) {
            found.get(c, 0, model[c]);
        }
        left.release();
        right.release();
        found.release();
        return model;
    }
}
