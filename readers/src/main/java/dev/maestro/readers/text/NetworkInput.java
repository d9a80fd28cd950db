package dev.maestro.readers.text;

import org.opencv.core.Mat;

/** Pixels as a network wants them: planes of blue, green and red, from -1 to 1. */
final class NetworkInput {
    private NetworkInput() {}

    /** Writes {@code bgr} into the top left of planes {@code [3, height, width]} that start at {@code offset}. */
    static void toPlanes(Mat bgr, float[] planes, int offset, int height, int width) {
        int rows = bgr.rows();
        int columns = bgr.cols();
        byte[] row = new byte[columns * 3];
        int plane = height * width;
        for (int y = 0; y < rows; y++) {
            bgr.get(y, 0, row);
            int at = offset + y * width;
            for (int x = 0; x < columns; x++) {
                planes[at + x] = (row[3 * x] & 0xff) / 127.5f - 1;
                planes[at + x + plane] = (row[3 * x + 1] & 0xff) / 127.5f - 1;
                planes[at + x + 2 * plane] = (row[3 * x + 2] & 0xff) / 127.5f - 1;
            }
        }
    }
}
