package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;

/** Thins a mask to lines of one pixel that keep its connections (the two-pass scheme of Guo and Hall, which
 * keeps diagonals of two pixels). */
final class Thinning {
    private Thinning() {}

    static Mask thin(Mask mask) {
        int w = mask.width;
        int h = mask.height;
        Mask thin = mask.and(mask);
        for (int x = 0; x < w; x++) {
            thin.on[x] = 0;
            thin.on[(h - 1) * w + x] = 0;
        }
        for (int y = 0; y < h; y++) {
            thin.on[y * w] = 0;
            thin.on[y * w + w - 1] = 0;
        }
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < thin.on.length; i++) {
            if (thin.on[i] != 0) {
                live.add(i);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = pass(thin, live, true) | pass(thin, live, false);
        }
        return thin;
    }

    private static boolean pass(Mask m, List<Integer> live, boolean first) {
        int w = m.width;
        List<Integer> gone = new ArrayList<>();
        for (int i : live) {
            int p2 = m.on[i - w] & 1;
            int p3 = m.on[i - w + 1] & 1;
            int p4 = m.on[i + 1] & 1;
            int p5 = m.on[i + w + 1] & 1;
            int p6 = m.on[i + w] & 1;
            int p7 = m.on[i + w - 1] & 1;
            int p8 = m.on[i - 1] & 1;
            int p9 = m.on[i - w - 1] & 1;
            int runs = (1 - p2 & (p3 | p4)) + (1 - p4 & (p5 | p6)) + (1 - p6 & (p7 | p8)) + (1 - p8 & (p9 | p2));
            int neighbours = Math.min((p9 | p2) + (p3 | p4) + (p5 | p6) + (p7 | p8), (p2 | p3) + (p4 | p5) + (p6 | p7) + (p8 | p9));
            int held = first ? (p6 | p7 | 1 - p9) & p8 : (p2 | p3 | 1 - p5) & p4;
            boolean remove = runs == 1 && neighbours >= 2 && neighbours <= 3 && held == 0;
            if (remove) {
                gone.add(i);
            }
        }
        for (int i : gone) {
            m.on[i] = 0;
        }
        if (!gone.isEmpty()) {
            live.removeIf(i -> m.on[i] == 0);
        }
        return !gone.isEmpty();
    }
}
