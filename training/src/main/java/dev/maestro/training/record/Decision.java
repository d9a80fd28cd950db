package dev.maestro.training.record;

import dev.maestro.core.errors.MaestroException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A token that was drawn. Tokens of a response without a decision were forced or came from outside.
 *
 * @param position       index into the response of the id that was drawn
 * @param allowed        ids it was drawn among, ascending, at least two; empty: the whole vocabulary
 * @param chosen         the id that was drawn
 * @param logProbability natural logarithm of its probability in the distribution it was drawn from: what is allowed, at the
 *                       trajectory's temperature
 * @param trained        whether it is learned from; false e.g. for what a demonstration left to chance
 * @param explored       share of draws that were made evenly among what is allowed instead of by the policy, 0 to below 1; part of
 *                       the distribution that {@code logProbability} speaks of
 */
public record Decision(int position, int[] allowed, int chosen, double logProbability, DecisionKind kind, boolean trained,
        double explored) {
    /** Drawn by the policy alone. */
    public Decision(int position, int[] allowed, int chosen, double logProbability, DecisionKind kind, boolean trained) {
        this(position, allowed, chosen, logProbability, kind, trained, 0);
    }

    public Decision {
        allowed = allowed.clone();
        Objects.requireNonNull(kind);
        if (position < 0 || chosen < 0) {
            throw new MaestroException(TrainingErrors.DECISION_INVALID,
                    "id " + chosen + " at position " + position + "; both must be at least 0.");
        }
        if (allowed.length == 1) {
            throw new MaestroException(TrainingErrors.DECISION_INVALID, "only id " + allowed[0] + " was allowed at position " + position
                    + ". A forced id is no decision: leave it out.");
        }
        for (int i = 0; i < allowed.length; i++) {
            if (allowed[i] < 0 || i > 0 && allowed[i] <= allowed[i - 1]) {
                throw new MaestroException(TrainingErrors.DECISION_INVALID,
                        "the ids allowed at position " + position + " do not ascend from 0: " + allowed[i] + " is number " + i + ".");
            }
        }
        if (allowed.length > 0 && Arrays.binarySearch(allowed, chosen) < 0) {
            throw new MaestroException(TrainingErrors.DECISION_INVALID, "id " + chosen + " was drawn at position " + position
                    + " and is not among the " + allowed.length + " that were allowed there.");
        }
        if (!(explored >= 0 && explored < 1) || explored > 0 && allowed.length == 0) {
            throw new MaestroException(TrainingErrors.DECISION_INVALID, "a share of " + explored + " explored among " + allowed.length
                    + " ids at position " + position + ". It is 0 to below 1, and 0 for the whole vocabulary.");
        }
        // Rounding may bring a sure choice a little above 0.
        if (!(logProbability <= 1e-6)) {
            throw new MaestroException(TrainingErrors.DECISION_INVALID,
                    "log-probability " + logProbability + " at position " + position + ". It is at most 0.");
        }
    }

    /** A copy. */
    @Override
    public int[] allowed() {
        return allowed.clone();
    }

    /** Whether it was drawn among the whole vocabulary. */
    public boolean isFree() {
        return allowed.length == 0;
    }

    /** Natural logarithm of the policy's own probability of what was drawn: without the share that was explored. */
    public double policyLogProbability() {
        if (explored == 0) {
            return logProbability;
        }
        return Math.log(Math.max(0, Math.exp(logProbability) - explored / allowed.length) / (1 - explored));
    }

    /** The same, learned from or not. */
    public Decision trained(boolean learned) {
        return new Decision(position, allowed, chosen, logProbability, kind, learned, explored);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decision d && position == d.position && chosen == d.chosen && kind == d.kind && trained == d.trained
                && Double.compare(logProbability, d.logProbability) == 0 && Double.compare(explored, d.explored) == 0
                && Arrays.equals(allowed, d.allowed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, chosen, kind, trained, logProbability, Arrays.hashCode(allowed));
    }

    @Override
    public String toString() {
        return "Decision[" + kind + " " + chosen + " at " + position + " of " + (isFree() ? "all" : Arrays.toString(allowed)) + ", "
                + logProbability + (trained ? "]" : ", not trained]");
    }
}
