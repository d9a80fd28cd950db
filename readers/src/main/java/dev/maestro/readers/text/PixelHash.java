package dev.maestro.readers.text;

import dev.maestro.core.ContentHash;
import org.opencv.core.Mat;

/** Identity of an 8-bit picture by its pixels: the same picture decoded twice has one. */
final class PixelHash {
    private PixelHash() {}

    static String of(Mat picture) {
        Mat whole = picture.isContinuous() ? picture : picture.clone();
        try {
            byte[] pixels = new byte[Math.toIntExact(whole.total() * whole.elemSize())];
            whole.get(0, 0, pixels);
            return picture.cols() + "x" + picture.rows() + ";" + picture.type() + ";" + ContentHash.of(pixels);
        } finally {
            if (whole != picture) {
                whole.release();
            }
        }
    }
}
