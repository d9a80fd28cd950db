package dev.maestro.readers.charts;

import dev.maestro.readers.text.TextLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;

/**
 * Numbers that the text detector passed over, which it does with single digits: small groups of pixels of
 * a digit's size outside all known texts are read one by one, and kept when they are numbers.
 */
final class LooseNumbers {
    /** Each costs some milliseconds; a chart has some twenty, a photograph thousands of specks. */
    private static final int MOST = 60;
    private static final double LEAST_CONFIDENCE = 0.6;

    private LooseNumbers() {}

    /** @param read recognises one level line, e.g. {@code TextReader::readLine} */
    static List<Label> complete(Mat bgr, Regions regions, List<Label> labels, Function<Mat, Optional<TextLine>> read) {
        double[] heights = labels.stream().filter(Label::level).mapToDouble(Label::lineHeight).sorted().toArray();
        if (heights.length < 2) {
            return labels;
        }
        double height = heights[heights.length / 2];
        List<Label> out = new ArrayList<>();
        List<Label> sure = labels.stream().filter(l -> !speck(l, height)).toList();
        for (Label l : sure) {
            boolean turned = Math.abs(l.angle()) > 150 && l.text().length() <= 3;
            Optional<Label> again = turned ? number(bgr, l.left(), l.top(), l.right(), l.bottom(), read) : Optional.empty();
            out.add(again.orElse(l));
        }
        List<int[]> groups = groups(regions, sure, height);
        groups.stream().limit(MOST).forEach(g -> number(bgr, g[0], g[1], g[2], g[3], read).ifPresent(out::add));
        return List.copyOf(out);
    }

    /** A scrap of a character, or a sign that stands alone: to be read again. */
    private static boolean speck(Label l, double height) {
        boolean sign = l.text().length() == 1 && !Character.isLetterOrDigit(l.text().charAt(0));
        return sign || l.text().length() <= 2 && l.lineHeight() < 0.5 * height;
    }

    private static Optional<Label> number(Mat bgr, double left, double top, double right, double bottom,
            Function<Mat, Optional<TextLine>> read) {
        int pad = (int) Math.max(2, (bottom - top) * 0.3);
        int x0 = (int) Math.max(0, left - 2);
        int y0 = (int) Math.max(0, top - pad);
        int x1 = (int) Math.min(bgr.cols(), right + 2);
        int y1 = (int) Math.min(bgr.rows(), bottom + pad);
        if (x1 - x0 < 4 || y1 - y0 < 4) {
            return Optional.empty();
        }
        Mat crop = bgr.submat(new Rect(x0, y0, x1 - x0, y1 - y0));
        Mat wide = new Mat();
        try {
            // a single digit is read better with room around it
            int room = (y1 - y0) / 2;
            double[] corner = crop.get(0, 0);
            Core.copyMakeBorder(crop, wide, 0, 0, room, room, Core.BORDER_CONSTANT, new Scalar(corner[0], corner[1], corner[2]));
            return read.apply(wide)
                    .filter(line -> line.confidence() >= LEAST_CONFIDENCE)
                    .map(line -> line.text().replaceAll("^[oO]$", "0").replaceAll("(?<=\\d)\\s*[-–—_]+$", ""))
                    .filter(text -> ChartNumbers.parse(text).isPresent())
                    .map(text -> Label.level(text, left, top, right, bottom));
        } finally {
            wide.release();
            crop.release();
        }
    }

    /** Boxes {left, top, right, bottom} of small dark or light specks, near ones joined. */
    private static List<int[]> groups(Regions regions, List<Label> labels, double height) {
        PackedRaster raster = regions.raster();
        int w = raster.width();
        int h = raster.height();
        boolean[] loose = new boolean[w * h];
        boolean[] small = new boolean[regions.regions().size()];
        for (Region r : regions.regions()) {
            small[r.id()] = r.height() < 1.2 * height && r.width() < 1.2 * height && r.pixels() < 0.9 * height * height;
        }
        for (int i = 0; i < loose.length; i++) {
            int id = regions.labels()[i];
            loose[i] = (id < 0 || small[id]) && !regions.isGround(raster.rgb()[i]);
        }
        for (Label l : labels) {
            for (int y = (int) Math.max(0, l.top() - 1); y < Math.min(h, l.bottom() + 1); y++) {
                int from = (int) Math.max(0, l.left() - 1);
                int to = (int) Math.min(w, l.right() + 1);
                if (from < to) {
                    Arrays.fill(loose, y * w + from, y * w + to, false);
                }
            }
        }
        List<int[]> specks = new ArrayList<>();
        int[] stack = new int[w * h];
        for (int start = 0; start < loose.length; start++) {
            if (!loose[start]) {
                continue;
            }
            int n = 0;
            stack[n++] = start;
            loose[start] = false;
            int[] box = {w, h, 0, 0, 0, 0};
            while (n > 0) {
                int p = stack[--n];
                int x = p % w;
                int y = p / w;
                box[0] = Math.min(box[0], x);
                box[1] = Math.min(box[1], y);
                box[2] = Math.max(box[2], x + 1);
                box[3] = Math.max(box[3], y + 1);
                box[4]++;
                box[5] += PackedColours.chroma(raster.rgb()[p]);
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int q = p + dy * w + dx;
                        if (x + dx >= 0 && x + dx < w && y + dy >= 0 && y + dy < h && loose[q]) {
                            loose[q] = false;
                            stack[n++] = q;
                        }
                    }
                }
            }
            boolean digit = box[3] - box[1] >= 0.42 * height && box[3] - box[1] <= 1.2 * height && box[2] - box[0] <= 1.2 * height
                    && box[4] >= 8 && box[5] < 60 * box[4];
            if (digit) {
                specks.add(box);
            }
        }
        return joined(specks, height);
    }

    private static List<int[]> joined(List<int[]> specks, double height) {
        specks.sort(Comparator.comparingInt((int[] b) -> b[0]));
        List<int[]> groups = new ArrayList<>();
        for (int[] s : specks) {
            int[] last = null;
            for (int[] g : groups) {
                boolean level = Math.abs(g[1] + g[3] - s[1] - s[3]) < 0.5 * height;
                if (level && s[0] - g[2] < 0.4 * height && s[0] >= g[0]) {
                    last = g;
                }
            }
            if (last == null) {
                groups.add(s.clone());
            } else {
                last[1] = Math.min(last[1], s[1]);
                last[2] = Math.max(last[2], s[2]);
                last[3] = Math.max(last[3], s[3]);
            }
        }
        groups.removeIf(g -> g[2] - g[0] > 4 * height);
        return groups;
    }
}
