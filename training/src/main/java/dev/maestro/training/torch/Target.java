package dev.maestro.training.torch;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;
import java.util.Arrays;

/**
 * What should have been written at one place.
 *
 * @param position index into the response of the id that is wanted; the response's length for what would follow it
 * @param allowed  ids it is chosen among, ascending, or empty for the whole vocabulary
 * @param good     ids that are right: one, or, among a few that are allowed, several; whichever the policy prefers is fine
 * @param weight   in the loss, at least 0
 */
public record Target(int position, int[] allowed, int[] good, double weight) {
    public Target {
        allowed = allowed.clone();
        good = good.clone();
        if (position < 0 || good.length == 0 || !(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
            throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID, "a target at position " + position + " with " + good.length
                    + " good ids and weight " + weight + ". Valid: a position of at least 0, a good id, a weight of at least 0.");
        }
        if (allowed.length == 0 && good.length > 1) {
            throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID,
                    "a target at position " + position + " has " + good.length
                            + " good ids among the whole vocabulary. Say what is allowed.");
        }
        for (int id : good) {
            if (allowed.length > 0 && Arrays.stream(allowed).noneMatch(a -> a == id)) {
                throw new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID,
                        "id " + id + " is good at position " + position + " and not among the " + allowed.length + " that are allowed.");
            }
        }
    }

    /** One id among the whole vocabulary. */
    public static Target token(int position, int id) {
        return new Target(position, new int[0], new int[]{id}, 1);
    }
}
