package dev.maestro.readers.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.drawings.BarChartGenerator;
import dev.maestro.drawings.DrawingGenerator;
import dev.maestro.drawings.LineChartGenerator;
import dev.maestro.drawings.PieChartGenerator;
import dev.maestro.readers.charts.ChartModel.Cell;
import dev.maestro.readers.charts.ChartModel.Provenance;
import dev.maestro.readers.opencv.Mats;
import dev.maestro.readers.opencv.OpenCv;
import dev.maestro.readers.text.TextReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** A chart says the same after lossy compression and scaling. */
class ChartRobustnessTest {
    private static final TextReader TEXT = new TextReader(1);
    private static final Map<String, ChartModel> ORIGINALS = new ConcurrentHashMap<>();
    private static final int SEEDS = 4;
    /** Of a measured value, as part of the chart's largest: about two pixels of a small plot. */
    private static final double SLACK = 0.02;

    /** With colours at half the resolution, as OpenCV writes them unless told otherwise. */
    private static UnaryOperator<Mat> jpeg(int quality) {
        return image -> {
            MatOfByte bytes = new MatOfByte();
            MatOfInt settings = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
            Imgcodecs.imencode(".jpg", image, bytes, settings);
            Mat again = Mats.decode(bytes.toArray());
            settings.release();
            bytes.release();
            return again;
        };
    }

    private static UnaryOperator<Mat> scaled(double factor) {
        return image -> {
            Mat out = new Mat();
            Imgproc.resize(image, out, new Size(Math.round(image.cols() * factor), Math.round(image.rows() * factor)), 0, 0,
                    factor < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
            return out;
        };
    }

    private static UnaryOperator<Mat> gray() {
        return image -> {
            Mat one = new Mat();
            Mat out = new Mat();
            Imgproc.cvtColor(image, one, Imgproc.COLOR_BGR2GRAY);
            Imgproc.cvtColor(one, out, Imgproc.COLOR_GRAY2BGR);
            one.release();
            return out;
        };
    }

    /** What the chart says as it was drawn, read once for all tests. */
    private static ChartModel original(DrawingGenerator generator, long seed, Mat drawn) {
        return ORIGINALS.computeIfAbsent(generator.kind() + seed, _ -> ChartPerception.read(drawn, TEXT).orElseThrow());
    }

    /** Charts of the generator whose reading is another one after {@code change}. */
    private static List<String> changed(DrawingGenerator generator, UnaryOperator<Mat> change) {
        OpenCv.load();
        List<String> changed = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Mat drawn = Mats.decode(generator.draw(seed).png());
            Mat altered = change.apply(drawn);
            ChartModel before = original(generator, seed, drawn);
            String difference = ChartPerception.read(altered, TEXT).map(after -> difference(before, after)).orElse("nothing is read");
            drawn.release();
            altered.release();
            if (!difference.isEmpty()) {
                changed.add(generator.kind() + " " + seed + ": " + difference);
            }
        }
        return changed;
    }

    private static String difference(ChartModel a, ChartModel b) {
        if (a.type() != b.type() || a.horizontal() != b.horizontal() || a.stacked() != b.stacked()) {
            return a.type() + " became " + b.type();
        }
        if (!a.categories().equals(b.categories())) {
            return a.categories() + " became " + b.categories();
        }
        List<String> names = a.series().stream().map(ChartModel.Series::name).toList();
        if (!names.equals(b.series().stream().map(ChartModel.Series::name).toList())) {
            return names + " became " + b.series().stream().map(ChartModel.Series::name).toList();
        }
        if (a.cells().size() != b.cells().size()) {
            return a.cells().size() + " values became " + b.cells().size();
        }
        double largest = a.cells().stream().mapToDouble(c -> Math.abs(c.value().number())).max().orElse(0);
        for (int i = 0; i < a.cells().size(); i++) {
            Cell x = a.cells().get(i);
            Cell y = b.cells().get(i);
            boolean printed = x.value().provenance() == Provenance.PRINTED && y.value().provenance() == Provenance.PRINTED;
            double off = Math.abs(x.value().number() - y.value().number());
            if (x.series() != y.series() || x.category() != y.category() || off > (printed ? 0 : SLACK * largest)) {
                return x + " became " + y;
            }
        }
        return "";
    }

    private static void staysTheSame(UnaryOperator<Mat> change) {
        List<String> changed = new ArrayList<>();
        for (DrawingGenerator generator : List.of(new BarChartGenerator(), new LineChartGenerator(), new PieChartGenerator())) {
            changed.addAll(changed(generator, change));
        }
        // the text may be read otherwise, too: one chart of twelve may differ
        assertThat(changed).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void jpeg_of_high_quality_says_the_same() {
        staysTheSame(jpeg(95));
    }

    @Test
    void jpeg_of_middle_quality_says_the_same() {
        staysTheSame(jpeg(85));
    }

    @Test
    void jpeg_of_low_quality_says_the_same() {
        staysTheSame(jpeg(75));
    }

    @Test
    void a_smaller_image_says_the_same() {
        staysTheSame(scaled(0.7));
    }

    @Test
    void a_larger_image_says_the_same() {
        staysTheSame(scaled(1.5));
    }

    @Test
    void bars_without_their_colours_say_the_same() {
        assertThat(changed(new BarChartGenerator(), gray())).hasSizeLessThanOrEqualTo(1);
    }
}
