package dev.maestro.readers.shapes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The ink of a drawing divided into solid pieces, each of one colour, and strokes (thin lines, rings, and
 * what anti-aliasing left over).
 *
 * @param solid   filled pieces, largest first
 * @param strokes everything else
 */
record Fills(List<Mask.Piece> solid, Mask strokes) {
    /** A piece is a stroke when it is thinner than this share of its own long side. */
    private static final double THIN = 0.17;

    static Fills of(LabRaster raster, SmoothRegions regions, Mask ink) {
        Mask strokes = new Mask(raster.width, raster.height);
        List<Mask.Piece> solid = new ArrayList<>();
        Mask mixed = new Mask(raster.width, raster.height);
        for (Mask.Piece piece : ink.pieces(1)) {
            // what is thin as a whole, or of one colour as a whole, is not cut by the grain of its pixels
            if (piece.area() < 12 || isStroke(piece)) {
                piece.paint(strokes);
            } else if (ofOneColour(raster, piece)) {
                solid.add(piece);
            } else {
                piece.paint(mixed);
            }
        }
        int[] owner = owners(raster, regions, mixed);
        List<Float> thickness = new ArrayList<>();
        Map<Integer, int[]> boxes = boxes(owner, raster.width);
        for (var entry : boxes.entrySet()) {
            Mask.Piece piece = piece(owner, entry.getKey(), entry.getValue(), raster.width);
            if (isStroke(piece)) {
                piece.paint(strokes);
                thickness.add(piece.own().deepest());
            } else {
                solid.add(piece);
            }
        }
        Mask rest = new Mask(raster.width, raster.height);
        for (int i = 0; i < owner.length; i++) {
            if (mixed.on[i] != 0 && owner[i] < 0) {
                rest.set(i);
            }
        }
        Mask lines = strokes.or(rest);
        if (!thickness.isEmpty()) {
            thickness.sort(null);
            float usual = thickness.get(thickness.size() / 2);
            solid.removeIf(piece -> isFragment(piece, usual, lines));
        }
        solid.sort((p, q) -> Integer.compare(q.area(), p.area()));
        return new Fills(solid, lines);
    }

    private static Map<Integer, int[]> boxes(int[] owner, int width) {
        Map<Integer, int[]> boxes = new java.util.TreeMap<>();
        for (int i = 0; i < owner.length; i++) {
            if (owner[i] >= 0) {
                int x = i % width;
                int y = i / width;
                int[] b = boxes.computeIfAbsent(owner[i], k -> new int[]{x, y, x + 1, y + 1});
                b[0] = Math.min(b[0], x);
                b[2] = Math.max(b[2], x + 1);
                b[3] = Math.max(b[3], y + 1);
            }
        }
        return boxes;
    }

    private static Mask.Piece piece(int[] owner, int key, int[] b, int width) {
        PixelBox box = new PixelBox(b[0], b[1], b[2], b[3]);
        Mask own = new Mask(box.width() + 2, box.height() + 2);
        int area = 0;
        for (int y = box.top(); y < box.bottom(); y++) {
            for (int x = box.left(); x < box.right(); x++) {
                if (owner[y * width + x] == key) {
                    own.set((y - box.top() + 1) * own.width + x - box.left() + 1);
                    area++;
                }
            }
        }
        return new Mask.Piece(box, own, area);
    }

    /** Whether the inner pixels of a piece differ no more than compression and grain make them. */
    private static boolean ofOneColour(LabRaster raster, Mask.Piece piece) {
        float[] depth = piece.own().depth();
        int[] inner = new int[piece.area()];
        int n = 0;
        int w = piece.own().width;
        for (int i = 0; i < depth.length; i++) {
            if (depth[i] >= 2.5f) {
                inner[n++] = (i / w - 1 + piece.box().top()) * raster.width + i % w - 1 + piece.box().left();
            }
        }
        if (n < 6) {
            return false;
        }
        int[] some = Arrays.copyOf(inner, n);
        double l = Palette.median(some, raster::l);
        double a = Palette.median(some, raster::a);
        double b = Palette.median(some, raster::b);
        long alike = Arrays.stream(some).filter(i -> raster.distance(i, l, a, b) < 17).count();
        return alike >= 0.93 * n;
    }

    /** A short stretch of a line between two crossings: as thick as the lines and touching them. It becomes one of them. */
    private static boolean isFragment(Mask.Piece piece, float usual, Mask lines) {
        if (piece.own().deepest() > 1.35 * usual + 0.5 || piece.box().longSide() > 14 * usual) {
            return false;
        }
        PixelBox b = piece.box().grown(2, lines.width, lines.height);
        int touching = 0;
        for (int y = b.top(); y < b.bottom(); y++) {
            for (int x = b.left(); x < b.right(); x++) {
                touching += lines.at(x, y) ? 1 : 0;
            }
        }
        if (touching < 4) {
            return false;
        }
        piece.paint(lines);
        return true;
    }

    private static boolean isStroke(Mask.Piece piece) {
        float deepest = piece.own().deepest();
        return 2 * deepest < THIN * piece.box().longSide() || 2 * deepest < 3.5 && piece.box().longSide() > 9;
    }

    /**
     * For each ink pixel the smooth region it belongs to, -1 for none: regions of a size that can be a fill,
     * made wider by two pixels so that they take their own anti-aliased edge. Neighbouring regions of one
     * colour become one.
     */
    private static int[] owners(LabRaster raster, SmoothRegions regions, Mask ink) {
        int[] owner = new int[raster.pixels()];
        Arrays.fill(owner, -1);
        ArrayDeque<Integer> edge = new ArrayDeque<>();
        boolean[] inner = inner(raster, regions, ink);
        for (int i = 0; i < owner.length; i++) {
            if (ink.on[i] != 0 && inner[regions.label(i)]) {
                owner[i] = regions.label(i);
                edge.add(i);
            }
        }
        for (int step = 0; step < 2; step++) {
            ArrayDeque<Integer> next = new ArrayDeque<>();
            for (int i : edge) {
                for (int j : neighbours(i, raster.width, raster.height)) {
                    if (j >= 0 && ink.on[j] != 0 && owner[j] < 0) {
                        owner[j] = owner[i];
                        next.add(j);
                    }
                }
            }
            edge = next;
        }
        return owner;
    }

    /** Regions that hold at least one full 3×3 block. */
    private static boolean[] inner(LabRaster raster, SmoothRegions regions, Mask ink) {
        boolean[] inner = new boolean[raster.pixels()];
        int w = raster.width;
        for (int y = 1; y < raster.height - 1; y++) {
            for (int x = 1; x < w - 1; x++) {
                int i = y * w + x;
                if (ink.on[i] == 0) {
                    continue;
                }
                int label = regions.label(i);
                if (inner[label] || regions.area(label) < 12) {
                    continue;
                }
                boolean block = true;
                for (int dy = -1; dy <= 1 && block; dy++) {
                    for (int dx = -1; dx <= 1 && block; dx++) {
                        block = regions.label(i + dy * w + dx) == label && ink.on[i + dy * w + dx] != 0;
                    }
                }
                inner[label] = block;
            }
        }
        return inner;
    }

    private static int[] neighbours(int i, int width, int height) {
        int x = i % width;
        int y = i / width;
        return new int[]{x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, y > 0 ? i - width : -1, y < height - 1 ? i + width : -1};
    }
}
