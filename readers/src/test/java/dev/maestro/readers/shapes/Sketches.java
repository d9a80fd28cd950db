package dev.maestro.readers.shapes;

import dev.maestro.readers.opencv.OpenCv;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** Small inputs with known answers for tests of the shape readers: masks as text, images as strokes of OpenCV's pen. */
final class Sketches {
    static final Scalar WHITE = new Scalar(255, 255, 255);
    static final Scalar BLACK = new Scalar(0, 0, 0);
    static final Scalar RED = new Scalar(30, 30, 220);
    static final Scalar BLUE = new Scalar(210, 60, 30);
    static final Scalar GREEN = new Scalar(40, 150, 30);

    private Sketches() {}

    /** One string per row, {@code #} for what is on. */
    static Mask mask(String... rows) {
        OpenCv.load();
        Mask mask = new Mask(rows[0].length(), rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < mask.width; x++) {
                if (rows[y].charAt(x) == '#') {
                    mask.set(y * mask.width + x);
                }
            }
        }
        return mask;
    }

    /** The same way back. */
    static List<String> rows(Mask mask) {
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < mask.height; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < mask.width; x++) {
                row.append(mask.at(x, y) ? '#' : '.');
            }
            rows.add(row.toString());
        }
        return rows;
    }

    /** A mask drawn in white on black. */
    static Mask drawnMask(int width, int height, Consumer<Mat> pen) {
        OpenCv.load();
        Mat mat = new Mat(height, width, CvType.CV_8UC1, new Scalar(0));
        pen.accept(mat);
        Mask mask = Mask.of(mat);
        mat.release();
        return mask;
    }

    static Mask full(int width, int height) {
        return drawnMask(width, height, mat -> mat.setTo(new Scalar(255)));
    }

    /** An image on an even ground. */
    static LabRaster raster(int width, int height, Scalar ground, Consumer<Mat> pen) {
        OpenCv.load();
        Mat image = new Mat(height, width, CvType.CV_8UC3, ground);
        pen.accept(image);
        LabRaster raster = LabRaster.of(image);
        image.release();
        return raster;
    }
}
