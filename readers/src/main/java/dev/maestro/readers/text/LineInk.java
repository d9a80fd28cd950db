package dev.maestro.readers.text;

import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** Tells the letters of a level line from their ground, whichever of the two is darker. */
final class LineInk {
    /** The value of a pixel that belongs to a letter; the others are 0. */
    static final int ON = 255;

    private LineInk() {}

    /** A new 8-bit matrix of the line's size; the caller releases it. @param level BGR */
    static Mat of(Mat level) {
        Mat gray = new Mat();
        Imgproc.cvtColor(level, gray, Imgproc.COLOR_BGR2GRAY);
        Mat ink = new Mat();
        Imgproc.threshold(gray, ink, 0, ON, Imgproc.THRESH_BINARY | Imgproc.THRESH_OTSU);
        gray.release();
        Mat top = ink.row(0);
        Mat bottom = ink.row(ink.rows() - 1);
        // what fills most of the border is the ground
        if (Core.countNonZero(top) + Core.countNonZero(bottom) > ink.cols()) {
            Core.bitwise_not(ink, ink);
        }
        top.release();
        bottom.release();
        return ink;
    }
}
