package dev.maestro.readers.shapes;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Different ways to tell objects from the ground of a photograph. Each returns their pixels. */
final class ObjectMasks {
    private ObjectMasks() {}

    /** What differs from a ground that changes smoothly (see {@link SmoothGround}). */
    static Mask byGround(LabRaster work) {
        SmoothGround ground = SmoothGround.of(work);
        Mat difference = new Mat(work.height, work.width, CvType.CV_8UC1);
        byte[] values = new byte[work.pixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.min(255, 2.2 * ground.difference(i));
        }
        difference.put(0, 0, values);
        return otsu(difference);
    }

    /** How colourful, for colourful things on a plain ground or the reverse. */
    static Mask byColour(LabRaster work) {
        Mat chroma = new Mat(work.height, work.width, CvType.CV_8UC1);
        byte[] values = new byte[work.pixels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.min(255, 2 * Math.hypot(work.a(i) - 128, work.b(i) - 128));
        }
        chroma.put(0, 0, values);
        Mask mask = otsu(chroma);
        return mask.count() > work.pixels() / 2 ? mask.inverted() : mask;
    }

    /** What is brighter (or darker) than the light of its wider surroundings. */
    static Mask byLocalLight(LabRaster work, boolean darker) {
        Mat gray = work.toGray();
        Mat smooth = new Mat();
        Imgproc.GaussianBlur(gray, smooth, new Size(0, 0), 1.6);
        Mat around = new Mat();
        double reach = Math.max(work.width, work.height) / 9.0;
        Imgproc.blur(smooth, around, new Size((int) (2 * reach) | 1, (int) (2 * reach) | 1));
        Mat difference = new Mat();
        if (darker) {
            Core.subtract(around, smooth, difference);
        } else {
            Core.subtract(smooth, around, difference);
        }
        gray.release();
        smooth.release();
        around.release();
        return otsu(difference);
    }

    /** Areas that strong edges enclose. */
    static Mask byEdges(LabRaster work) {
        Mat image = work.toMat();
        Mat smooth = new Mat();
        Imgproc.bilateralFilter(image, smooth, 7, 45, 5);
        Mat lab = new Mat();
        Imgproc.cvtColor(smooth, lab, Imgproc.COLOR_BGR2Lab);
        Mat edges = new Mat();
        Mat gray = new Mat();
        Core.extractChannel(lab, gray, 0);
        Mat blurred = new Mat();
        Imgproc.GaussianBlur(gray, blurred, new Size(0, 0), 1.4);
        Mat scratch = new Mat();
        double high = Math.max(30, Imgproc.threshold(blurred, scratch, 0, 255, Imgproc.THRESH_OTSU) * 0.9);
        Imgproc.Canny(blurred, edges, 0.4 * high, high);
        Mat kernel = Imgproc.getStructuringElement(Imgproc.MORPH_ELLIPSE, new Size(5, 5));
        Imgproc.morphologyEx(edges, edges, Imgproc.MORPH_CLOSE, kernel);
        // the image's border closes what it cuts
        Imgproc.rectangle(edges, new org.opencv.core.Point(0, 0), new org.opencv.core.Point(edges.cols() - 1.0, edges.rows() - 1.0),
                new Scalar(0), 1);
        Mask mask = Mask.of(edges).filled().opened(5);
        for (Mat m : new Mat[]{image, smooth, lab, edges, gray, blurred, scratch, kernel}) {
            m.release();
        }
        return mask;
    }

    private static Mask otsu(Mat difference) {
        Mat smooth = new Mat();
        Mat mask = new Mat();
        Imgproc.GaussianBlur(difference, smooth, new Size(0, 0), 1.2);
        Imgproc.threshold(smooth, mask, 0, 255, Imgproc.THRESH_BINARY | Imgproc.THRESH_OTSU);
        Mask result = Mask.of(mask);
        difference.release();
        smooth.release();
        mask.release();
        return result;
    }
}
