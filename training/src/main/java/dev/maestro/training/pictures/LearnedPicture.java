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
record LearnedPicture(String kind, long seed, StoredPatches seen, List<String> accepted, Function<PictureExpert, String> replies) {
    LearnedPicture {
        accepted = List.copyOf(accepted);
    }

    PixelPatches patches() {
        return seen.patches();
    }

    /** The same, seen otherwise. */
    LearnedPicture seenAs(StoredPatches other) {
        return new LearnedPicture(kind, seed, other, accepted, replies);
    }

    String reply(PictureExpert expert) {
        return replies.apply(expert);
    }

    boolean isRight(PictureExpert expert) {
        return accepted.contains(reply(expert));
    }

    /** Whether anybody is right; asks until somebody is. */
    boolean isAnswerable() {
        return Arrays.stream(PictureExpert.values()).anyMatch(this::isRight);
    }
}
