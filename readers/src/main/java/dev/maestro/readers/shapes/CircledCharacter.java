package dev.maestro.readers.shapes;

import dev.maestro.readers.text.TextLine;
import dev.maestro.readers.text.TextReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.opencv.photo.Photo;

/**
 * The character inside a drawn oval. The whole word is read without the oval, so that neighbours settle what
 * a single glyph leaves open (its case above all); the oval's centre then selects one character of it.
 *
 * @param character the one that is marked, its case kept
 * @param word      the word it stands in
 */
record CircledCharacter(String character, String word) {
    /** Height to which a word is brought before it is read; the recogniser works at 48. */
    private static final double READING_HEIGHT = 64;

    static Optional<CircledCharacter> read(Segmentation segmentation, Optional<ColourName> colour, TextReader reader) {
        List<InkColours.Layer> layers = InkColours.layers(segmentation, 0.01);
        for (InkColours.Layer layer : candidates(layers, colour)) {
            Optional<PixelBox> oval = oval(layer.mask());
            if (oval.isEmpty()) {
                continue;
            }
            Mask marks = layer.mask();
            Mask text = segmentation.ink().without(marks.dilated(3));
            if (text.count() < 20) {
                continue;
            }
            Optional<CircledCharacter> found = inside(segmentation, marks, oval.get(), reader);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Layers that may be the oval: the colour named in the question, else the colourful ones. */
    private static List<InkColours.Layer> candidates(List<InkColours.Layer> layers, Optional<ColourName> colour) {
        List<InkColours.Layer> some = new ArrayList<>();
        colour.flatMap(c -> InkColours.named(layers, c)).ifPresent(some::add);
        for (InkColours.Layer layer : layers.reversed()) {
            if (!some.contains(layer) && (layer.colour() != ColourName.BLACK && layer.colour() != ColourName.GRAY || layers.size() == 1)) {
                some.add(layer);
            }
        }
        return some;
    }

    /** The largest piece that is a ring. */
    private static Optional<PixelBox> oval(Mask marks) {
        for (Mask.Piece piece : marks.closed(3).pieces(12)) {
            double filled = piece.own().filled().count();
            if (piece.box().shortSide() >= 6 && piece.area() < 0.75 * filled && filled > 0.6 * piece.box().width() * piece.box().height()) {
                return Optional.of(piece.box());
            }
        }
        // letters on top may cut the ring open: what is left still spans it
        return marks.dilated(5).pieces(30).stream().map(Mask.Piece::box).filter(b -> b.shortSide() >= 8).findFirst();
    }

    private static Optional<CircledCharacter> inside(Segmentation segmentation, Mask marks, PixelBox oval, TextReader reader) {
        Mat clean = withoutMarks(segmentation, marks);
        try {
            Mask ink = inkOf(clean, segmentation);
            Optional<Word> word = word(ink, oval);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> text = text(clean, word.get().box(), reader);
            double x = oval.centreX();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            int[] characters = text.get().codePoints().toArray();
            int at = GlyphAlignment.at(characters, word.get().glyphs(), x);
            return Optional.of(new CircledCharacter(Character.toString(characters[at]), text.get()));
        } finally {
            clean.release();
        }
    }

    private static Mat withoutMarks(Segmentation segmentation, Mask marks) {
        Mat matrix = segmentation.raster().toMat();
        Mat hide = marks.dilated(3).toMat();
        Mat clean = new Mat();
        Photo.inpaint(matrix, hide, clean, 3, Photo.INPAINT_TELEA);
        matrix.release();
        hide.release();
        return clean;
    }

    private static Mask inkOf(Mat clean, Segmentation segmentation) {
        LabRaster raster = LabRaster.of(clean);
        Mask ink = new Mask(raster.width, raster.height);
        for (int i = 0; i < raster.pixels(); i++) {
            double[] g = segmentation.backdrop().at(i);
            // half of black on white: glyphs that nearly touch stay apart
            if (raster.distance(i, g[0], g[1], g[2]) > 32) {
                ink.set(i);
            }
        }
        return ink;
    }

    /**
     * @param box    around all its glyphs
     * @param glyphs boxes of its glyphs, left to right, dots joined to their stems
     */
    private record Word(PixelBox box, List<PixelBox> glyphs) {}

    /** The glyphs on the oval's line that follow each other without a word space. */
    private static Optional<Word> word(Mask ink, PixelBox oval) {
        List<PixelBox> boxes = new ArrayList<>();
        for (Mask.Piece piece : ink.pieces(3)) {
            PixelBox b = piece.box();
            boolean onLine = b.bottom() > oval.top() && b.top() < oval.bottom();
            if (onLine && b.height() < 2.5 * oval.height() && b.width() < 2.5 * Math.max(oval.width(), oval.height())) {
                boxes.add(b);
            }
        }
        boxes.sort(Comparator.comparingInt(PixelBox::left));
        List<PixelBox> glyphs = new ArrayList<>();
        for (PixelBox b : boxes) {
            PixelBox last = glyphs.isEmpty() ? null : glyphs.getLast();
            double overlap = last == null ? -1 : Math.min(last.right(), b.right()) - Math.max(last.left(), b.left());
            if (last != null && overlap > 0.5 * Math.min(last.width(), b.width())) {
                glyphs.set(glyphs.size() - 1, last.union(b));
            } else {
                glyphs.add(b);
            }
        }
        if (glyphs.isEmpty()) {
            return Optional.empty();
        }
        int tallest = glyphs.stream().mapToInt(PixelBox::height).max().orElse(1);
        int centre = nearest(glyphs, oval.centreX());
        int from = centre;
        int to = centre;
        // a word space is at least a fifth of the height of capitals
        double space = 0.28 * tallest + 2;
        while (from > 0 && glyphs.get(from).left() - glyphs.get(from - 1).right() < space) {
            from--;
        }
        while (to < glyphs.size() - 1 && glyphs.get(to + 1).left() - glyphs.get(to).right() < space) {
            to++;
        }
        List<PixelBox> own = glyphs.subList(from, to + 1);
        PixelBox box = own.stream().reduce(PixelBox::union).orElseThrow();
        return Optional.of(new Word(box, List.copyOf(own)));
    }

    private static Optional<String> text(Mat clean, PixelBox box, TextReader reader) {
        int pad = Math.max(3, box.height() / 6);
        PixelBox around = box.grown(pad, clean.cols(), clean.rows());
        Mat crop = clean.submat(new Rect(around.left(), around.top(), around.width(), around.height()));
        Mat sized = new Mat();
        double scale = READING_HEIGHT / around.height();
        Imgproc.resize(crop, sized, new Size(Math.max(16, around.width() * scale), READING_HEIGHT), 0, 0,
                scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
        Mat framed = new Mat(sized.rows() + 8, sized.cols() + 24, CvType.CV_8UC3);
        double[] corner = sized.get(0, 0);
        Core.copyMakeBorder(sized, framed, 4, 4, 12, 12, Core.BORDER_CONSTANT, new Scalar(corner));
        try {
            return reader.readLine(framed).map(TextLine::text).map(t -> t.replace(" ", "")).filter(t -> !t.isEmpty());
        } finally {
            crop.release();
            sized.release();
            framed.release();
        }
    }

    private static int nearest(List<PixelBox> glyphs, double x) {
        int best = 0;
        for (int i = 1; i < glyphs.size(); i++) {
            best = Math.abs(glyphs.get(i).centreX() - x) < Math.abs(glyphs.get(best).centreX() - x) ? i : best;
        }
        return best;
    }
}
