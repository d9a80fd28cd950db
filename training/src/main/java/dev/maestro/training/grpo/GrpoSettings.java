package dev.maestro.training.grpo;

import java.util.OptionalDouble;

/**
 * How rewards of a group become a loss. {@link #reference()} has the values of the published launch script,
 * {@link #standard()} what has been found better since.
 *
 * @param groupSize         trajectories drawn for a prompt, at least 2
 * @param leastValid        a group with fewer trajectories that no infrastructure failed is put back
 * @param divideByDeviation whether advantages are divided by the deviation of the group's rewards
 * @param deviationEpsilon  added to the deviation before dividing
 * @param mean              over what the loss is averaged
 * @param clipLow           a ratio of new to old probability below 1 - clipLow is cut, 0 to 1
 * @param clipHigh          a ratio above 1 + clipHigh is cut, above 0
 * @param dualClip          for negative advantages, the loss is at most this many times the advantage's size; above 1, empty: no bound
 * @param klCoefficient     weight of the divergence from a reference model; 0: none is needed
 * @param maskUnfinished    whether trajectories that were cut off leave the loss; they stay in their group's baseline
 * @param dropEqual         whether groups whose rewards are all equal are left out of the computation
 * @param old               where old log-probabilities come from
 * @param importanceCap     truncated importance weights, old over drawn probability, at most this; above 0, empty: none
 * @param importanceFloor  and at least this, so that what is explored against the policy teaches it, too; 0 to the cap
 */
public record GrpoSettings(
        int groupSize,
        int leastValid,
        boolean divideByDeviation,
        double deviationEpsilon,
        Mean mean,
        double clipLow,
        double clipHigh,
        OptionalDouble dualClip,
        double klCoefficient,
        boolean maskUnfinished,
        boolean dropEqual,
        Old old,
        OptionalDouble importanceCap,
        double importanceFloor) {
    /** What the loss of all decisions is divided by. */
    public enum Mean {
        /** By the decisions of the whole batch: into how many micro-batches it is cut changes nothing. */
        BATCH,
        /** By those of the micro-batch, whose losses then count by their trajectories: short answers weigh more. As the reference does. */
        MICRO_BATCH
    }

    /** The probability that a ratio compares with. */
    public enum Old {
        /** As recorded when the token was drawn. */
        DRAWN,
        /** What the weights say now: the ratio is 1, and clips never act. For one update on what the same weights drew. */
        CURRENT
    }

    public GrpoSettings {
        SettingRange.require(groupSize >= 2 && groupSize <= 4096, "group size", groupSize, "2 to 4096");
        SettingRange.require(leastValid >= 1 && leastValid <= groupSize, "least valid trajectories", leastValid, "1 to the group size");
        SettingRange.require(deviationEpsilon >= 0 && deviationEpsilon <= 1, "deviation epsilon", deviationEpsilon, "0 to 1");
        SettingRange.require(clipLow > 0 && clipLow <= 1, "lower clip", clipLow, "above 0, at most 1");
        SettingRange.require(clipHigh > 0 && clipHigh <= 100, "upper clip", clipHigh, "above 0, at most 100");
        SettingRange.require(!dualClip.isPresent() || dualClip.getAsDouble() > 1 && dualClip.getAsDouble() <= 1000, "dual clip",
                dualClip.orElse(0), "above 1, at most 1000");
        SettingRange.require(klCoefficient >= 0 && klCoefficient <= 100, "KL coefficient", klCoefficient, "0 to 100");
        SettingRange.require(!importanceCap.isPresent() || importanceCap.getAsDouble() > 0 && importanceCap.getAsDouble() <= 1000,
                "importance cap", importanceCap.orElse(0), "above 0, at most 1000");
        SettingRange.require(importanceFloor >= 0 && importanceFloor <= importanceCap.orElse(importanceFloor), "importance floor",
                importanceFloor, "0 to the importance cap");
    }

    /** As the reference's launch script and the framework's defaults have it. */
    public static GrpoSettings reference() {
        return new GrpoSettings(8, 1, true, 1e-6, Mean.MICRO_BATCH, 0.2, 0.2, OptionalDouble.of(3), 0, false, false, Old.CURRENT,
                OptionalDouble.empty(), 0);
    }

    /** Centred advantages, one mean over the batch, a wider upper clip, and only what can teach something is computed. */
    public static GrpoSettings standard() {
        return new GrpoSettings(8, 4, false, 1e-6, Mean.BATCH, 0.2, 0.28, OptionalDouble.empty(), 0, true, true, Old.DRAWN,
                OptionalDouble.empty(), 0);
    }

    /** With weights of at least so much. */
    public GrpoSettings weightingFrom(double floor) {
        return new GrpoSettings(groupSize, leastValid, divideByDeviation, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                klCoefficient,
                maskUnfinished, dropEqual, old, importanceCap, floor);
    }

    /** Whether a reference model must be evaluated. */
    public boolean needsReferenceModel() {
        return klCoefficient > 0;
    }

    /** With so many trajectories a prompt, half of which must be valid. */
    public GrpoSettings groupsOf(int size) {
        return new GrpoSettings(size, Math.max(1, size / 2), divideByDeviation, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                klCoefficient, maskUnfinished, dropEqual, old, importanceCap, importanceFloor);
    }

    public GrpoSettings comparingWith(Old other) {
        return new GrpoSettings(groupSize, leastValid, divideByDeviation, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                klCoefficient, maskUnfinished, dropEqual, other, importanceCap, importanceFloor);
    }

    public GrpoSettings averagedOver(Mean other) {
        return new GrpoSettings(groupSize, leastValid, divideByDeviation, deviationEpsilon, other, clipLow, clipHigh, dualClip,
                klCoefficient, maskUnfinished, dropEqual, old, importanceCap, importanceFloor);
    }

    public GrpoSettings dividingByDeviation(boolean divided) {
        return new GrpoSettings(groupSize, leastValid, divided, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                klCoefficient, maskUnfinished, dropEqual, old, importanceCap, importanceFloor);
    }

    /** Dividing by the deviation plus so much: a group that hardly differs is not blown up. */
    public GrpoSettings dividingByDeviation(double epsilon) {
        return new GrpoSettings(groupSize, leastValid, true, epsilon, mean, clipLow, clipHigh, dualClip, klCoefficient, maskUnfinished,
                dropEqual, old, importanceCap, importanceFloor);
    }

    /** With weights for what other weights than the current ones drew. */
    public GrpoSettings weightingUpTo(double cap) {
        return new GrpoSettings(groupSize, leastValid, divideByDeviation, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                klCoefficient, maskUnfinished, dropEqual, old, OptionalDouble.of(cap), importanceFloor);
    }

    public GrpoSettings withKl(double coefficient) {
        return new GrpoSettings(groupSize, leastValid, divideByDeviation, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                coefficient, maskUnfinished, dropEqual, old, importanceCap, importanceFloor);
    }

    public GrpoSettings keepingEqual() {
        return new GrpoSettings(groupSize, leastValid, divideByDeviation, deviationEpsilon, mean, clipLow, clipHigh, dualClip,
                klCoefficient, maskUnfinished, false, old, importanceCap, importanceFloor);
    }
}
