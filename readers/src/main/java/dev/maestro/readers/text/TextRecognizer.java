package dev.maestro.readers.text;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.Point;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Reads crops of single lines. Thread-safe. */
final class TextRecognizer {
    /** Height of a crop as the network wants it. */
    static final int HEIGHT = 48;
    /** Below this the network sees too little context; the rest is padded. */
    private static final int LEAST_WIDTH = 160;
    /** About 160 characters; longer crops are squeezed. */
    private static final int MOST_WIDTH = 1920;
    /** Pixels in one batch, so that memory stays bounded. */
    private static final int BATCH_WIDTH = 3200;

    private final TextModels models;

    /**
     * @param characters as read
     * @param at         middle of each character as a fraction of the crop's width
     * @param gaps       empty width between neighbours, in heights of the ink
     */
    record Read(List<String> characters, double[] at, double[] probabilities, double[] gaps) {
        String text() {
            return String.join("", characters).strip();
        }

        double confidence() {
            double sum = 0;
            for (double p : probabilities) {
                sum += p;
            }
            return probabilities.length == 0 ? 0 : sum / probabilities.length;
        }
    }

    TextRecognizer(TextModels models) {
        this.models = models;
    }

    /** The part of the image in the quad, level, its height {@value #HEIGHT}. */
    static Mat crop(Mat bgr, Quad quad) {
        double length = Math.max(1, quad.length());
        double height = Math.max(1, quad.height());
        int w = (int) Math.max(2, Math.round(length));
        int h = (int) Math.max(2, Math.round(height));
        MatOfPoint2f from = new MatOfPoint2f(
                new Point(quad.x1(), quad.y1()), new Point(quad.x2(), quad.y2()), new Point(quad.x3(), quad.y3()),
                new Point(quad.x4(), quad.y4()));
        MatOfPoint2f to = new MatOfPoint2f(new Point(0, 0), new Point(w, 0), new Point(w, h), new Point(0, h));
        Mat transform = Imgproc.getPerspectiveTransform(from, to);
        Mat level = new Mat();
        Imgproc.warpPerspective(bgr, level, transform, new Size(w, h), Imgproc.INTER_CUBIC, Core.BORDER_REPLICATE);
        transform.release();
        from.release();
        to.release();
        return level;
    }

    static Mat toHeight(Mat level) {
        int width = Math.clamp(Math.round((double) level.cols() * HEIGHT / level.rows()), 8, MOST_WIDTH);
        Mat scaled = new Mat();
        Imgproc.resize(level, scaled, new Size(width, HEIGHT), 0, 0, level.rows() > HEIGHT ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
        return scaled;
    }

    /** What each crop says, in the same order; crops are level and of any size. */
    List<Read> read(List<Mat> crops) {
        List<Mat> scaled = crops.stream().map(TextRecognizer::toHeight).toList();
        List<Integer> byWidth = IntStream.range(0, crops.size()).boxed().sorted(Comparator.comparingInt(i -> scaled.get(i).cols()))
                .toList();
        Read[] read = new Read[crops.size()];
        int from = 0;
        while (from < byWidth.size()) {
            int to = from + 1;
            while (to < byWidth.size() && (to - from + 1) * paddedWidth(scaled.get(byWidth.get(to))) <= BATCH_WIDTH
                    && scaled.get(byWidth.get(to)).cols() <= 1.5 * scaled.get(byWidth.get(from)).cols() + 80) {
                to++;
            }
            readBatch(scaled, byWidth.subList(from, to), read);
            from = to;
        }
        scaled.forEach(Mat::release);
        return List.of(read);
    }

    private static int paddedWidth(Mat scaled) {
        return Math.max(LEAST_WIDTH, (scaled.cols() + 31) / 32 * 32);
    }

    private void readBatch(List<Mat> scaled, List<Integer> batch, Read[] into) {
        int width = paddedWidth(scaled.get(batch.getLast()));
        float[] input = new float[batch.size() * 3 * HEIGHT * width];
        for (int i = 0; i < batch.size(); i++) {
            NetworkInput.toPlanes(scaled.get(batch.get(i)), input, i * 3 * HEIGHT * width, HEIGHT, width);
        }
        List<Read> reads = models.recognise(input, batch.size(), width, (out, shape) -> {
            List<Read> decoded = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                decoded.add(decode(out, i, (int) shape[1], (int) shape[2], (double) width / scaled.get(batch.get(i)).cols(),
                        scaled.get(batch.get(i))));
            }
            return decoded;
        });
        for (int i = 0; i < batch.size(); i++) {
            into[batch.get(i)] = reads.get(i);
        }
    }

    private Read decode(FloatBuffer out, int item, int steps, int classes, double stretch, Mat crop) {
        float[] row = new float[classes];
        List<String> alphabet = models.alphabet();
        boolean[] han = models.han();
        int[] any = new int[steps];
        int[] latin = new int[steps];
        float[] anyP = new float[steps];
        float[] latinP = new float[steps];
        for (int t = 0; t < steps; t++) {
            out.get(item * steps * classes + t * classes, row);
            for (int c = 0; c < classes; c++) {
                if (row[c] > anyP[t]) {
                    anyP[t] = row[c];
                    any[t] = c;
                }
                if (row[c] > latinP[t] && !han[c]) {
                    latinP[t] = row[c];
                    latin[t] = c;
                }
            }
        }
        Read withHan = collapse(any, anyP, alphabet, steps, stretch, crop);
        long foreign = withHan.characters().stream().filter(Scripts::isHan).count();
        // single characters of another script in a line of ours are misreadings
        boolean reallyHan = foreign >= 2 && 2 * foreign > withHan.characters().size() && withHan.confidence() > 0.75;
        return reallyHan || foreign == 0 ? withHan : collapse(latin, latinP, alphabet, steps, stretch, crop);
    }

    private static Read collapse(int[] best, float[] probability, List<String> alphabet, int steps, double stretch, Mat crop) {
        List<String> characters = new ArrayList<>();
        List<double[]> places = new ArrayList<>();
        int t = 0;
        while (t < steps) {
            int end = t + 1;
            while (end < steps && best[end] == best[t]) {
                end++;
            }
            if (best[t] != 0) {
                float peak = 0;
                for (int i = t; i < end; i++) {
                    peak = Math.max(peak, probability[i]);
                }
                characters.add(Scripts.plain(alphabet.get(best[t])));
                places.add(new double[]{Math.clamp((t + end) / 2.0 / steps * stretch, 0, 1), peak});
            }
            t = end;
        }
        double[] at = places.stream().mapToDouble(p -> p[0]).toArray();
        return new Read(List.copyOf(characters), at, places.stream().mapToDouble(p -> p[1]).toArray(), InkGaps.between(crop, at));
    }
}
