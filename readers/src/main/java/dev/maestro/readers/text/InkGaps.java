package dev.maestro.readers.text;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** The empty columns between the characters of a level line, seen in its pixels. */
final class InkGaps {
    private InkGaps() {}

    /**
     * @param level a line, BGR
     * @param at    middles of its characters as fractions of its width, ascending
     * @return one width per pair of neighbours, in heights of the ink; 0 where no column is empty
     */
    static double[] between(Mat level, double[] at) {
        double[] gaps = new double[Math.max(0, at.length - 1)];
        if (gaps.length == 0) {
            return gaps;
        }
        Mat ink = LineInk.of(level);
        boolean[] filled = columns(ink);
        double height = inkHeight(ink);
        ink.release();
        int pair = 0;
        int x = 0;
        while (x < filled.length) {
            int end = x;
            while (end < filled.length && !filled[end]) {
                end++;
            }
            if (end > x) {
                double middle = (x + end) / 2.0 / filled.length;
                while (pair < gaps.length && at[pair + 1] <= middle) {
                    pair++;
                }
                if (pair < gaps.length && at[pair] < middle) {
                    gaps[pair] = Math.max(gaps[pair], (end - x) / height);
                }
            }
            x = Math.max(end, x + 1);
        }
        return gaps;
    }

    private static boolean[] columns(Mat ink) {
        // borders of a frame often run along the very edge of a crop
        int edge = ink.rows() / 24;
        Mat inner = ink.rowRange(edge, ink.rows() - edge);
        Mat sums = new Mat();
        Core.reduce(inner, sums, 0, Core.REDUCE_SUM, CvType.CV_32S);
        int[] counts = new int[ink.cols()];
        sums.get(0, 0, counts);
        sums.release();
        inner.release();
        boolean[] filled = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            filled[i] = counts[i] > LineInk.ON;
        }
        return filled;
    }

    private static double inkHeight(Mat ink) {
        Mat sums = new Mat();
        Core.reduce(ink, sums, 1, Core.REDUCE_SUM, CvType.CV_32S);
        int[] counts = new int[ink.rows()];
        sums.get(0, 0, counts);
        sums.release();
        int least = Math.max(2, ink.cols() / 60);
        int rows = 0;
        for (int count : counts) {
            rows += count >= least * LineInk.ON ? 1 : 0;
        }
        return Math.max(8, rows);
    }
}
