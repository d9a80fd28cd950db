package dev.maestro.readers.shapes;

import dev.maestro.readers.text.TextLine;
import dev.maestro.readers.text.TextReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Finds the labels of a map: names read anywhere, and single letters from their own glyphs. */
final class Stations {
    private Stations() {}

    static Map<String, PixelBox> find(Segmentation segmentation, TextReader reader, List<String> wanted) {
        LabRaster raster = segmentation.raster();
        Map<String, PixelBox> stations = new TreeMap<>();
        Mat matrix = raster.toMat();
        try {
            for (InkColours.Layer layer : InkColours.layers(segmentation, 0.002)) {
                boolean lettering = layer.colour() == ColourName.BLACK || layer.colour() == ColourName.GRAY
                        || layer.colour() == ColourName.WHITE;
                if (lettering) {
                    glyphs(layer.mask(), matrix, reader, stations);
                }
            }
            if (stations.keySet().containsAll(wanted)) {
                return stations;
            }
            for (TextLine line : reader.read(matrix)) {
                String key = key(line.text());
                // lines that cross look like digits and single letters
                if (!wanted.contains(key) && key.length() < 3) {
                    continue;
                }
                PixelBox box = new PixelBox((int) line.left(), (int) line.top(), (int) Math.ceil(line.right()),
                        (int) Math.ceil(line.bottom()));
                stations.putIfAbsent(key, box);
            }
        } finally {
            matrix.release();
        }
        return stations;
    }

    /** Labels are compared without case and punctuation. */
    static String key(String name) {
        return name.replaceAll("[^\\p{L}\\p{N} ]", "").strip().toLowerCase(java.util.Locale.ROOT);
    }

    private static void glyphs(Mask mask, Mat matrix, TextReader reader, Map<String, PixelBox> stations) {
        int side = Math.max(mask.width, mask.height);
        for (Mask.Piece piece : mask.pieces(12)) {
            PixelBox b = piece.box();
            if (b.height() < Math.max(7, 0.012 * side) || b.height() > 0.12 * side || b.width() > 1.6 * b.height()
                    || b.width() < 0.3 * b.height()) {
                continue;
            }
            letter(matrix, b, reader).ifPresent(text -> stations.putIfAbsent(text, b));
        }
    }

    private static Optional<String> letter(Mat matrix, PixelBox b, TextReader reader) {
        int pad = Math.max(2, b.height() / 5);
        PixelBox around = b.grown(pad, matrix.cols(), matrix.rows());
        Mat crop = matrix.submat(new Rect(around.left(), around.top(), around.width(), around.height()));
        Mat sized = new Mat();
        Mat framed = new Mat();
        double scale = 44.0 / around.height();
        Imgproc.resize(crop, sized, new Size(Math.max(8, around.width() * scale), 44), 0, 0,
                scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
        Core.copyMakeBorder(sized, framed, 4, 4, 14, 14, Core.BORDER_CONSTANT, new Scalar(sized.get(0, 0)));
        Mat thrice = new Mat();
        try {
            Optional<String> once = reader.readLine(framed).map(line -> key(line.text())).filter(t -> t.length() == 1);
            if (once.isPresent()) {
                return once;
            }
            // the recogniser takes some lone letters (C, I, O) for nothing, but reads them in a row
            Core.hconcat(List.of(sized, sized, sized), thrice);
            return reader.readLine(thrice).map(line -> key(line.text())).filter(t -> t.length() >= 2 && t.chars().distinct().count() == 1)
                    .map(t -> t.substring(0, 1));
        } finally {
            crop.release();
            sized.release();
            framed.release();
            thrice.release();
        }
    }
}
