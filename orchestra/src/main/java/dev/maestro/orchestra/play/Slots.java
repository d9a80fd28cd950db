package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.OrchestraTask;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** Choosing among the experts of a panel. */
final class Slots {
    private Slots() {}

    /** The slot worth most, the first of equals; those tried are left out while there are others. */
    static int best(OrchestraTask task, Set<Integer> tried, IntToDoubleFunction worth) {
        int count = task.panel().experts().size();
        int best = -1;
        for (int slot = 0; slot < count; slot++) {
            boolean offered = tried.size() >= count || !tried.contains(slot);
            if (offered && (best < 0 || worth.applyAsDouble(slot) > worth.applyAsDouble(best))) {
                best = slot;
            }
        }
        return best;
    }
}
