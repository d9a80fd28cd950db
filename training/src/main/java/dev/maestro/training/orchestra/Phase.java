package dev.maestro.training.orchestra;

import dev.maestro.orchestra.world.PriceWeight;
import java.util.List;

/**
 * A phase of learning from rewards. Pairs of numbers are the first and the last step's; a straight line lies between.
 *
 * @param name         e.g. {@code two-steps}
 * @param least        updates before {@code enough} can end it
 * @param steps        updates at most
 * @param enough       smoothed share of right two-step tasks, from the start and behind a call, above which it ends; above 1: never
 * @param prompts      groups in a step
 * @param rollouts     trajectories of a group
 * @param rate         learning rate
 * @param twoStep      share of tasks with two steps
 * @param behind       share of groups that begin behind a first call that was made for them
 * @param sure         share of those calls that are drawn until the expert says it is sure; the others, in tasks of one step, until not
 * @param imposed      share of groups whose number of calls is imposed: as many as the task needs, so that names are learned before
 *                     the decision when to stop is
 * @param more         chance of one call more than needed where the number is imposed
 * @param stop         share of decisions to go on or to answer that are drawn evenly (after the second call: two fifths of it)
 * @param wide         share of the choices of an expert after the first call that are drawn evenly
 * @param names        share of other decisions that are drawn evenly
 * @param fee          taken from the reward for each call, whatever the price says. It must be of the size by which rewards differ until the
 *                     decision to stop tells one state from another; a small one ends in always as many calls as the hardest task needs
 * @param prices       that tasks name
 * @param nameEntropy  target for experts, in nats; skills have three fifths of it
 * @param stopEntropy  weight of the entropy of the decision to go on or to answer. It must be of the size that advantages differ by,
 *                     or the decision saturates before it can tell one state from another: always one call, or always three
 * @param scale        added to the deviation that advantages are divided by
 * @param demonstrated panels of the last reading level whose questions are learned in the same step
 */
public record Phase(String name, int least, int steps, double enough, int prompts, int rollouts, Line rate, double twoStep, double behind,
        double sure, double imposed, double more, Line stop, Line wide, double names, Line fee, List<PriceWeight> prices,
        Line nameEntropy,
        Line stopEntropy, double scale, int demonstrated) {
    public Phase {
        prices = List.copyOf(prices);
    }

    /** The same in so many steps. */
    Phase in(int otherSteps) {
        return new Phase(name, otherSteps, otherSteps, 2, prompts, rollouts, rate, twoStep, behind, sure, imposed, more, stop, wide, names,
                fee,
                prices, nameEntropy, stopEntropy, scale, demonstrated);
    }

    /** The same with groups of another number and size. */
    Phase of(int groups, int size) {
        return new Phase(name, least, steps, enough, groups, size, rate, twoStep, behind, sure, imposed, more, stop, wide, names, fee,
                prices,
                nameEntropy, stopEntropy, scale, Math.min(demonstrated, 1));
    }

    /** From one number to another. */
    public record Line(double from, double to) {
        public static Line at(double value) {
            return new Line(value, value);
        }

        /** @param step from 0 */
        double at(int step, int steps) {
            return from + (to - from) * step / Math.max(1, steps - 1);
        }
    }
}
