package dev.maestro.readers.charts;

import dev.maestro.readers.text.TextLine;
import dev.maestro.readers.text.TextReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** From pixels and text lines to a {@link ChartModel}. Stateless. */
final class ChartPerception {
    /** Larger images are read at this size: bars stay exact to a fraction of a percent, time stays bounded. */
    private static final double LARGEST_SIDE = 1_400;

    private ChartPerception() {}

    /** Empty when the image shows no bars, curves or sectors. {@code bgr} is not changed. */
    static Optional<ChartModel> read(Mat bgr, TextReader text) {
        return read(bgr, text.read(bgr), text::readLine);
    }

    /** @param line recognises one level line of text in a crop */
    static Optional<ChartModel> read(Mat bgr, List<TextLine> lines, Function<Mat, Optional<TextLine>> line) {
        double scale = Math.min(1, LARGEST_SIDE / Math.max(bgr.cols(), bgr.rows()));
        if (scale == 1) {
            return sized(bgr, Label.of(lines, 1), line);
        }
        Mat small = new Mat();
        try {
            Imgproc.resize(bgr, small, new Size(Math.max(1, Math.round(bgr.cols() * scale)), Math.max(1, Math.round(bgr.rows() * scale))),
                    0, 0, Imgproc.INTER_AREA);
            return sized(small, Label.of(lines, scale), line);
        } finally {
            small.release();
        }
    }

    private static Optional<ChartModel> sized(Mat bgr, List<Label> labels, Function<Mat, Optional<TextLine>> line) {
        Regions regions = Regions.of(PackedRaster.of(bgr));
        return read(regions, LooseNumbers.complete(bgr, regions, labels, line));
    }

    static Optional<ChartModel> read(Regions regions, List<Label> labels) {
        Legend legend = Legend.patches(regions, labels);
        Optional<Pie> pie = Pie.find(regions, labels, legend);
        if (pie.isPresent()) {
            Pie p = pie.get();
            List<Label> free = new ArrayList<>(labels);
            free.removeAll(legend.labels());
            Titles titles = Titles.of(free, p.centerX() - p.radius(), p.centerY() - 1.25 * p.radius(), p.centerX() + p.radius(),
                    p.centerY() + p.radius());
            return Optional.of(new PieChartReader(p, labels, legend).read(titles));
        }
        List<Region> rectangles = Bars.rectangles(regions, labels, legend);
        Optional<Bars> bars = Bars.find(rectangles, labelsStandLeft(labels));
        LineChartReader lines = new LineChartReader(regions, labels);
        boolean barred = bars.isPresent() && convincing(bars.get(), rectangles, lines.found());
        if (barred) {
            return Optional.of(barModel(bars.get(), labels, legend));
        }
        if (lines.found()) {
            ChartModel model = lines.read();
            if (!model.series().isEmpty()) {
                return Optional.of(model);
            }
        }
        return bars.filter(b -> !b.bars().isEmpty()).map(b -> barModel(b, labels, legend));
    }

    private static ChartModel barModel(Bars bars, List<Label> labels, Legend legend) {
        Region extent = bars.extent();
        List<Label> free = new ArrayList<>(labels);
        free.removeAll(legend.labels());
        return new BarChartReader(bars, labels, legend).read(Titles.of(free, extent.left(), extent.top(), extent.right(), extent.bottom()));
    }

    /** Most rectangles stand on the base, and they are more than markers of a line. */
    private static boolean convincing(Bars bars, List<Region> rectangles, boolean curves) {
        int n = bars.bars().size();
        double length = bars.bars().stream().mapToDouble(b -> b.frame().length()).max().orElse(0);
        boolean long_ = length > 1.8 * bars.thickness() || n >= 3 && length > 12;
        if (!curves) {
            return n >= 1 && length > 6;
        }
        double area = bars.bars().stream().mapToDouble(b -> b.region().pixels()).sum();
        double all = rectangles.stream().mapToDouble(Region::pixels).sum();
        return n >= 2 && long_ && area > 0.5 * all && area > 600;
    }

    /** Texts right-aligned in a column speak for lying bars. */
    private static boolean labelsStandLeft(List<Label> labels) {
        int best = 0;
        for (Label a : labels) {
            if (a.number().isEmpty() && a.level()) {
                best = Math.max(best, (int) labels.stream()
                        .filter(b -> b.number().isEmpty() && b.level() && Math.abs(a.right() - b.right()) < 4).count());
            }
        }
        return best >= 3;
    }
}
