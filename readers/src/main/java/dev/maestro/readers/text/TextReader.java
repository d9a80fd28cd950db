package dev.maestro.readers.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.maestro.core.Image;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.readers.opencv.Mats;
import dev.maestro.readers.opencv.OpenCv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * Reads the text of images: photographs, charts, documents, at any angle. One per process is enough:
 * the networks are opened on first use (about half a second) and shared. Thread-safe; the text
 * of the last images is kept, for the steps of one query read the same image several times. An image of 800 × 600 takes 150 to 400 ms on one core.
 */
public final class TextReader {
    /** Less sure lines are noise more often than text. */
    private static final double LEAST_CONFIDENCE = 0.55;
    /** Boxes this much higher than wide may hold text that reads up or down. */
    private static final double TALL = 1.5;
    private static final double UNSURE = 0.75;

    /** Images whose text is kept. */
    private static final int KEPT = 64;

    private final Cache<String, List<TextLine>> lately = Caffeine.newBuilder().maximumSize(KEPT).build();
    private final TextDetector detector;
    private final TextRecognizer recognizer;

    /** @param threads threads of one inference, 1 or 2 on a small machine */
    public TextReader(int threads) {
        if (threads < 1 || threads > 64) {
            throw new MaestroException(TextReadingErrors.TEXT_THREADS, threads + " threads for reading text; 1 to 64 are allowed.");
        }
        TextModels models = new TextModels(threads);
        detector = new TextDetector(models);
        recognizer = new TextRecognizer(models);
    }

    /** The lines in reading order: blocks from top to bottom and left to right, lines within a block from top to bottom. */
    public List<TextLine> read(Image image) {
        Mat matrix = Mats.decode(image);
        try {
            return read(matrix);
        } finally {
            matrix.release();
        }
    }

    /** As {@link #read(Image)}; {@code bgr} is 8-bit {@code [height, width, 3]} and is not changed. */
    public List<TextLine> read(Mat bgr) {
        OpenCv.load();
        return lately.get(PixelHash.of(bgr), _ -> look(bgr));
    }

    private List<TextLine> look(Mat bgr) {
        List<Quad> quads = detector.detect(bgr).stream().map(TextDetector.Found::quad).toList();
        return List.copyOf(ReadingOrder.of(LineJoiner.join(recognise(bgr, quads))));
    }

    /** What the whole image says when it is taken as one level line, e.g. the crop of a single letter; empty when nothing can be read. */
    public Optional<TextLine> readLine(Mat bgr) {
        OpenCv.load();
        TextRecognizer.Read read = recognizer.read(List.of(bgr)).getFirst();
        return read.text().isEmpty() ? Optional.empty() : Optional.of(PlacedLines.line(read, Quad.upright(0, 0, bgr.cols(), bgr.rows())));
    }

    private List<TextLine> recognise(Mat bgr, List<Quad> quads) {
        List<Quad> candidates = new ArrayList<>();
        List<Integer> owner = new ArrayList<>();
        for (int i = 0; i < quads.size(); i++) {
            Quad quad = quads.get(i);
            candidates.add(quad);
            owner.add(i);
            if (quad.height() > TALL * quad.length()) {
                candidates.add(quad.readingUpwards());
                candidates.add(quad.readingDownwards());
                owner.add(i);
                owner.add(i);
            }
        }
        Reading[] best = new Reading[quads.size()];
        keepBest(bgr, candidates, owner, best);
        turnUnsure(bgr, best);
        List<TextLine> lines = new ArrayList<>();
        for (Reading reading : best) {
            if (!reading.read().text().isEmpty() && reading.read().confidence() >= LEAST_CONFIDENCE) {
                lines.add(PlacedLines.line(reading.read(), reading.quad()));
            }
        }
        return lines;
    }

    private record Reading(Quad quad, TextRecognizer.Read read) {
        double score() {
            // of a tall box, one character read level is as good as a word read upwards only when it is surer
            return read.confidence() * (1 - 0.3 / (1 + read.characters().size()));
        }
    }

    private void keepBest(Mat bgr, List<Quad> candidates, List<Integer> owner, Reading[] best) {
        List<Mat> crops = candidates.stream().map(quad -> TextRecognizer.crop(bgr, quad)).toList();
        List<TextRecognizer.Read> reads = recognizer.read(crops);
        crops.forEach(Mat::release);
        for (int i = 0; i < candidates.size(); i++) {
            Reading reading = new Reading(candidates.get(i), reads.get(i));
            int at = owner.get(i);
            if (best[at] == null || reading.score() > best[at].score()) {
                best[at] = reading;
            }
        }
    }

    /** Reads once more, upside down, what could not be read well. */
    private void turnUnsure(Mat bgr, Reading[] best) {
        List<Quad> turned = new ArrayList<>();
        List<Integer> owner = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            if (best[i].read().confidence() < UNSURE) {
                turned.add(best[i].quad().readingBackwards());
                owner.add(i);
            }
        }
        keepBest(bgr, turned, owner, best);
    }
}
