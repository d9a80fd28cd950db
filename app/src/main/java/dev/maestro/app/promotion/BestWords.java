package dev.maestro.app.promotion;

import dev.maestro.registry.training.BestCheckpoint;
import java.util.Locale;

/** Which checkpoint of a run is best, and by what. */
public final class BestWords {
    private BestWords() {}

    /** E.g. {@code step 150, mean reward 0.612 over the last 10 steps of stopping}. */
    public static String of(BestCheckpoint best) {
        String by = best.reward().isPresent()
                ? String.format(Locale.ROOT, ", mean reward %.3f over the last %d steps of %s", best.reward().getAsDouble(), best.steps(),
                        best.stage())
                : ", the newest";
        return "step " + best.checkpoint().step() + by;
    }
}
