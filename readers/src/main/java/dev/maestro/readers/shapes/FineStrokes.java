package dev.maestro.readers.shapes;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * The strokes of one piece at a multiple of the image's resolution. Anti-aliased edges carry the place of a
 * line to a fraction of a pixel: the contrast is interpolated and cut at half of what it reaches nearby.
 */
final class FineStrokes {
    private static final double HALF = 0.5;

    private FineStrokes() {}

    static Mask of(LabRaster raster, Backdrop backdrop, Mask.Piece piece, int times) {
        Mask own = piece.own();
        float[] contrast = new float[own.on.length];
        for (int i = 0; i < contrast.length; i++) {
            int x = i % own.width - 1 + piece.box().left();
            int y = i / own.width - 1 + piece.box().top();
            if (own.on[i] != 0 && x >= 0 && y >= 0 && x < raster.width && y < raster.height) {
                contrast[i] = (float) backdrop.difference(y * raster.width + x);
            }
        }
        Mat coarse = new Mat(own.height, own.width, CvType.CV_32FC1);
        coarse.put(0, 0, contrast);
        Mat fine = new Mat();
        Imgproc.resize(coarse, fine, new Size(own.width * times, own.height * times), 0, 0, Imgproc.INTER_CUBIC);
        Mat peak = new Mat();
        Mat kernel = Imgproc.getStructuringElement(Imgproc.MORPH_ELLIPSE, new Size(5 * times | 1, 5 * times | 1));
        Imgproc.dilate(fine, peak, kernel);
        Core.multiply(peak, new org.opencv.core.Scalar(HALF), peak);
        Mat mask = new Mat();
        Core.compare(fine, peak, mask, Core.CMP_GE);
        Mat inked = new Mat();
        Core.compare(fine, new org.opencv.core.Scalar(Backdrop.INK / 2), inked, Core.CMP_GT);
        Core.bitwise_and(mask, inked, mask);
        Mask result = Mask.of(mask);
        for (Mat m : new Mat[]{coarse, fine, peak, kernel, mask, inked}) {
            m.release();
        }
        return result;
    }
}
