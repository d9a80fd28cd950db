package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/**
 * A region without its thin parts: a gray bar runs on into gray grid lines, a black one into the axis, and
 * several bars may hang together by them.
 */
final class ThickParts {
    /** What is less thick is a line. */
    private static final int LEAST = 4;

    private ThickParts() {}

    /** The rectangles about what is left, each as a region of its own with the number of the whole. */
    static List<Region> of(Regions regions, Region r) {
        Mat thick = opened(regions, r);
        Mat labels = new Mat();
        Mat stats = new Mat();
        Mat centres = new Mat();
        int n = Imgproc.connectedComponentsWithStats(thick, labels, stats, centres, 4);
        int[] stat = new int[5 * n];
        stats.get(0, 0, stat);
        List<Region> out = new ArrayList<>();
        for (int k = 5; k < stat.length; k += 5) {
            int left = r.left() + stat[k + Imgproc.CC_STAT_LEFT];
            int top = r.top() + stat[k + Imgproc.CC_STAT_TOP];
            out.add(new Region(r.id(), r.colour(), left, top, left + stat[k + Imgproc.CC_STAT_WIDTH],
                    top + stat[k + Imgproc.CC_STAT_HEIGHT],
                    stat[k + Imgproc.CC_STAT_AREA]));
        }
        for (Mat m : new Mat[]{thick, labels, stats, centres}) {
            m.release();
        }
        return out;
    }

    /** The pixels, within the region's box, that lie in some full square of {@link #LEAST} pixels a side. */
    private static Mat opened(Regions regions, Region r) {
        int across = regions.raster().width();
        byte[] on = new byte[r.width() * r.height()];
        for (int y = 0; y < r.height(); y++) {
            for (int x = 0; x < r.width(); x++) {
                on[y * r.width() + x] = (byte) (regions.labels()[(r.top() + y) * across + r.left() + x] == r.id() ? 255 : 0);
            }
        }
        Mat mask = new Mat(r.height(), r.width(), CvType.CV_8UC1);
        mask.put(0, 0, on);
        Mat square = Mat.ones(LEAST, LEAST, CvType.CV_8U);
        // of an even square, the corner it is held by changes sides between the two
        Imgproc.erode(mask, mask, square, new Point(0, 0), 1, Core.BORDER_CONSTANT, new Scalar(0));
        Imgproc.dilate(mask, mask, square, new Point(LEAST - 1.0, LEAST - 1.0), 1, Core.BORDER_CONSTANT, new Scalar(0));
        square.release();
        return mask;
    }
}
