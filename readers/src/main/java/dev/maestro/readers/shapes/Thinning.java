package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;

/** Thins a mask to lines of one pixel that keep its connections (the two-pass scheme of Guo and Hall, which
 * keeps diagonals of two pixels). */
final class Thinning {
    private Thinning() {}

    static Mask thin(Mask mask) {
        int w = mask.width;
        // a margin all around, so that every pixel has its eight neighbours
        Mask thin = new Mask(w + 2, mask.height + 2);
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < mask.on.length; i++) {
            if (mask.on[i] != 0) {
                int at = (i / w + 1) * thin.width + i % w + 1;
                thin.set(at);
                live.add(at);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = pass(thin, live, true) | pass(thin, live, false);
        }
        Mask result = new Mask(w, mask.height);
        for (int at : live) {
            result.set((at / thin.width - 1) * w + at % thin.width - 1);
        }
        return result;
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
