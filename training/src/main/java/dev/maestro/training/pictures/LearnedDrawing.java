package dev.maestro.training.pictures;

import dev.maestro.inference.engine.PixelPatches;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A drawing as learning needs it: what the model sees, and what each expert says, who is asked when it is needed and only once.
 *
 * @param kind     of drawing, which nobody but reports is told
 * @param seed     of the drawing
 * @param seen     its patches
 * @param accepted answers that are right
 * @param replies  what an expert says, empty where it cannot tell
 */
record LearnedDrawing(String kind, long seed, StoredPatches seen, List<String> accepted, Function<DrawingExpert, String> replies) {
    LearnedDrawing {
        accepted = List.copyOf(accepted);
    }

    PixelPatches patches() {
        return seen.patches();
    }

    /** The same, seen otherwise. */
    LearnedDrawing seenAs(StoredPatches other) {
        return new LearnedDrawing(kind, seed, other, accepted, replies);
    }

    String reply(DrawingExpert expert) {
        return replies.apply(expert);
    }

    boolean isRight(DrawingExpert expert) {
        return accepted.contains(reply(expert));
    }

    /** Whether anybody is right; asks until somebody is. */
    boolean isAnswerable() {
        return Arrays.stream(DrawingExpert.values()).anyMatch(this::isRight);
    }
}
