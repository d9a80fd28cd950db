package dev.maestro.readers.shapes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Splits pieces of touching objects at their necks: summits of depth that are parted by a clear saddle become objects. */
final class Necks {
    /** A neck is narrower than the smaller of its two objects by at least this share of that object's depth. */
    private static final double NARROWER = 0.14;

    private Necks() {}

    /** @param typical depth (half width) of most objects, pixels */
    static List<Mask.Piece> split(Mask.Piece piece, double typical) {
        float[] depth = piece.own().depth();
        int w = piece.own().width;
        Integer[] order = order(depth);
        int[] summit = new int[depth.length];
        Arrays.fill(summit, -1);
        int[] parent = new int[depth.length];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        boolean[] kept = new boolean[depth.length];
        for (int i : order) {
            int best = -1;
            for (int j : around(i, w)) {
                if (summit[j] < 0) {
                    continue;
                }
                int other = root(parent, summit[j]);
                if (best < 0 || other == best) {
                    best = other;
                    continue;
                }
                int low = depth[other] <= depth[best] ? other : best;
                int high = low == other ? best : other;
                // a summit is an object of its own when it rises clearly above the saddle to a higher one
                kept[low] = depth[low] - depth[i] >= Math.max(0.9, NARROWER * depth[low]) && depth[low] >= 0.4 * typical;
                parent[low] = high;
                best = high;
            }
            summit[i] = best < 0 ? i : best;
        }
        List<Integer> summits = new ArrayList<>();
        summits.add(order.length == 0 ? 0 : order[0]);
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] && i != summits.getFirst()) {
                summits.add(i);
            }
        }
        return summits.size() == 1 ? List.of(piece) : parts(piece, depth, order, summits);
    }

    private static Integer[] order(float[] depth) {
        List<Integer> inside = new ArrayList<>();
        for (int i = 0; i < depth.length; i++) {
            if (depth[i] > 0) {
                inside.add(i);
            }
        }
        inside.sort(Comparator.comparingDouble(i -> -depth[i]));
        return inside.toArray(Integer[]::new);
    }

    /** Every pixel goes to the summit from which it is reached first when the water falls. */
    private static List<Mask.Piece> parts(Mask.Piece piece, float[] depth, Integer[] order, List<Integer> summits) {
        int w = piece.own().width;
        int[] owner = new int[depth.length];
        Arrays.fill(owner, -1);
        for (int k = 0; k < summits.size(); k++) {
            owner[summits.get(k)] = k;
        }
        ArrayDeque<Integer> waiting = new ArrayDeque<>();
        for (int i : order) {
            claim(i, owner, w);
            if (owner[i] < 0) {
                waiting.add(i);
            }
        }
        int idle = 0;
        while (!waiting.isEmpty() && idle <= waiting.size()) {
            int i = waiting.poll();
            claim(i, owner, w);
            if (owner[i] < 0) {
                waiting.add(i);
                idle++;
            } else {
                idle = 0;
            }
        }
        List<Mask.Piece> parts = new ArrayList<>();
        for (int k = 0; k < summits.size(); k++) {
            part(piece, owner, k).ifPresent(parts::add);
        }
        return parts;
    }

    private static void claim(int i, int[] owner, int w) {
        if (owner[i] >= 0) {
            return;
        }
        for (int j : around(i, w)) {
            if (owner[j] >= 0) {
                owner[i] = owner[j];
                return;
            }
        }
    }

    private static java.util.Optional<Mask.Piece> part(Mask.Piece piece, int[] owner, int k) {
        Mask own = new Mask(piece.own().width, piece.own().height);
        for (int i = 0; i < owner.length; i++) {
            if (owner[i] == k) {
                own.set(i);
            }
        }
        return own.pieces(1).stream().findFirst().map(p -> new Mask.Piece(
                new PixelBox(p.box().left() + piece.box().left() - 1, p.box().top() + piece.box().top() - 1,
                        p.box().right() + piece.box().left() - 1, p.box().bottom() + piece.box().top() - 1),
                p.own(), p.area()));
    }

    /** Pieces have a margin of one pixel, so the neighbours of an inner pixel exist. */
    private static int[] around(int i, int w) {
        return new int[]{i - 1, i + 1, i - w, i + w, i - w - 1, i - w + 1, i + w - 1, i + w + 1};
    }

    private static int root(int[] parent, int i) {
        int at = i;
        while (parent[at] != at) {
            at = parent[at];
        }
        return at;
    }
}
