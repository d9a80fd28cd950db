package dev.maestro.readers.text;

import dev.maestro.core.ContentHash;
import org.opencv.core.Mat;

/** Identity of an 8-bit image by its pixels: the same image decoded twice has one. */
final class PixelHash {
    private PixelHash() {}

    static String of(Mat image) {
        Mat whole = image.isContinuous() ? image : image.clone();
        try {
            byte[] pixels = new byte[Math.toIntExact(whole.total() * whole.elemSize())];
            whole.get(0, 0, pixels);
            return image.cols() + "x" + image.rows() + ";" + image.type() + ";" + ContentHash.of(pixels);
        } finally {
            if (whole != image) {
                whole.release();
            }
        }
    }
}
