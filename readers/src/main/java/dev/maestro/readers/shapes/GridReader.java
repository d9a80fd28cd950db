package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows and columns of a ruled grid, from its lines alone; what is in the cells is ignored. An outer border
 * that is missing on some side is allowed for.
 */
record GridReader(int rows, int columns) {
    /** A ruling is at least this share of the grid's extent, in one run. */
    private static final double LONG = 0.55;

    static Optional<GridReader> read(Segmentation segmentation) {
        Mask ink = segmentation.ink();
        Optional<GridReader> ruled = of(ink);
        return ruled.isPresent() ? ruled : of(edges(segmentation));
    }

    private static Optional<GridReader> of(Mask ink) {
        int w = ink.width;
        int h = ink.height;
        Mask across = ink.openedAlong(Math.max(9, w / 12), 1);
        Mask down = ink.openedAlong(1, Math.max(9, h / 12));
        PixelBox extent = extent(across.or(down));
        if (extent.width() < 12 || extent.height() < 12) {
            return Optional.empty();
        }
        List<double[]> horizontal = lines(across, extent, true);
        List<double[]> vertical = lines(down, extent, false);
        if (horizontal.isEmpty() || vertical.isEmpty()) {
            return Optional.empty();
        }
        int rows = cells(horizontal, extent.top(), extent.bottom());
        int columns = cells(vertical, extent.left(), extent.right());
        return rows < 1 || columns < 1 || rows * columns < 2 ? Optional.empty() : Optional.of(new GridReader(rows, columns));
    }

    /** Spaces between lines, and beyond the outermost ones where the rulings across go on for a good part of a cell. */
    private static int cells(List<double[]> lines, int from, int to) {
        double pitch = lines.size() < 2 ? to - from : medianGap(lines);
        int cells = lines.size() - 1;
        cells += lines.getFirst()[0] - from > 0.35 * pitch ? 1 : 0;
        cells += to - lines.getLast()[1] > 0.35 * pitch ? 1 : 0;
        return cells;
    }

    private static double medianGap(List<double[]> lines) {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            gaps.add(lines.get(i)[0] - lines.get(i - 1)[1]);
        }
        gaps.sort(null);
        return gaps.get(gaps.size() / 2);
    }

    private static PixelBox extent(Mask rulings) {
        // the grid is the largest connected system of rulings
        return rulings.pieces(1).stream().findFirst().map(Mask.Piece::box).orElse(new PixelBox(0, 0, 0, 0));
    }

    /** First and last pixel row (or column) of each ruling. */
    private static List<double[]> lines(Mask rulings, PixelBox extent, boolean across) {
        int from = across ? extent.top() : extent.left();
        int to = across ? extent.bottom() : extent.right();
        double needed = LONG * (across ? extent.width() : extent.height());
        List<double[]> lines = new ArrayList<>();
        int start = -1;
        for (int k = from; k <= to; k++) {
            boolean on = k < to && inked(rulings, extent, across, k) >= needed;
            if (on && start < 0) {
                start = k;
            } else if (!on && start >= 0) {
                boolean sameLine = !lines.isEmpty() && start - lines.getLast()[1] <= 3;
                if (sameLine) {
                    lines.getLast()[1] = k;
                } else {
                    lines.add(new double[]{start, k});
                }
                start = -1;
            }
        }
        return lines;
    }

    /** Inked length along row (or column) k. */
    private static int inked(Mask rulings, PixelBox extent, boolean across, int k) {
        int n = 0;
        int from = across ? extent.left() : extent.top();
        int to = across ? extent.right() : extent.bottom();
        for (int p = from; p < to; p++) {
            n += (across ? rulings.at(p, k) : rulings.at(k, p)) ? 1 : 0;
        }
        return n;
    }

    /** Where colours change: the rulings of a grid of tiles without lines. */
    private static Mask edges(Segmentation segmentation) {
        LabRaster raster = segmentation.raster();
        Mask edges = new Mask(raster.width, raster.height);
        int w = raster.width;
        for (int y = 1; y < raster.height; y++) {
            for (int x = 1; x < w; x++) {
                int i = y * w + x;
                if (raster.distance(i, i - 1) > 12 || raster.distance(i, i - w) > 12) {
                    edges.set(i);
                }
            }
        }
        return edges;
    }
}
