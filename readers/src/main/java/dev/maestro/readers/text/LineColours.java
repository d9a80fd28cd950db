package dev.maestro.readers.text;

import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** The colours of a line of text, of its ground and of its surroundings. Reads the image, never changes it. */
final class LineColours {
    private final Mat bgr;

    /** @param bgr the image the lines were read from; must outlive this object */
    LineColours(Mat bgr) {
        this.bgr = bgr;
    }

    double ink(TextLine line, Hue hue) {
        return ofClass(line, hue, true);
    }

    double ground(TextLine line, Hue hue) {
        return ofClass(line, hue, false);
    }

    /** Part of an upright box, grown by {@code margin} pixels, that has the colour, 0 to 1. */
    double around(double left, double top, double right, double bottom, double margin, Hue hue) {
        int x = (int) Math.clamp(left - margin, 0, bgr.cols() - 1.0);
        int y = (int) Math.clamp(top - margin, 0, bgr.rows() - 1.0);
        int width = (int) Math.clamp(right + margin - x, 1, bgr.cols() - x);
        int height = (int) Math.clamp(bottom + margin - y, 1, bgr.rows() - y);
        Mat part = bgr.submat(new Rect(x, y, width, height));
        // a hundred thousand pixels tell as much as ten million
        double scale = Math.min(1, 300.0 / Math.max(width, height));
        Mat small = new Mat();
        Imgproc.resize(part, small, new Size(Math.max(1, width * scale), Math.max(1, height * scale)), 0, 0, Imgproc.INTER_AREA);
        part.release();
        Mat hsv = new Mat();
        Imgproc.cvtColor(small, hsv, Imgproc.COLOR_BGR2HSV);
        small.release();
        byte[] pixels = new byte[(int) hsv.total() * 3];
        hsv.get(0, 0, pixels);
        hsv.release();
        double sum = 0;
        for (int i = 0; i < pixels.length; i += 3) {
            sum += hue.match(pixels[i] & 0xff, pixels[i + 1] & 0xff, pixels[i + 2] & 0xff) > 0.5 ? 1 : 0;
        }
        return sum * 3 / pixels.length;
    }

    private double ofClass(TextLine line, Hue hue, boolean ink) {
        Mat level = TextRecognizer.crop(bgr, line.quad());
        Mat mask = LineInk.of(level);
        if (!ink) {
            Core.bitwise_not(mask, mask);
        } else {
            // the middle of strokes: their edges are mixed with the ground
            Mat core = new Mat();
            Imgproc.erode(mask, core, Mat.ones(3, 3, org.opencv.core.CvType.CV_8U));
            if (Core.countNonZero(core) > 20) {
                core.copyTo(mask);
            }
            core.release();
        }
        Scalar mean = Core.mean(level, mask);
        Mat pixel = new Mat(1, 1, org.opencv.core.CvType.CV_8UC3, mean);
        Mat hsv = new Mat();
        Imgproc.cvtColor(pixel, hsv, Imgproc.COLOR_BGR2HSV);
        double[] value = hsv.get(0, 0);
        level.release();
        mask.release();
        pixel.release();
        hsv.release();
        return hue.match(value[0], value[1], value[2]);
    }

}
