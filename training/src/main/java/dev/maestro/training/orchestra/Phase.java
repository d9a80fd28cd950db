package dev.maestro.training.orchestra;

import dev.maestro.orchestra.world.PriceWeight;
import java.util.List;

/**
 * A phase of learning from rewards. Pairs of numbers are the first and the last step's; a straight line lies between.
 *
 * @param name     e.g. {@code calls}
 * @param steps    updates
 * @param prompts  groups in a step
 * @param rollouts trajectories of a group
 * @param rate     learning rate
 * @param twoStep  share of tasks with two steps
 * @param behind   share of groups that begin behind a first call that was made for them
 * @param sure     share of those calls that are drawn until the expert says it is sure
 * @param imposed  share of groups whose number of calls is imposed: as many as the task needs, so that names are learned before
 *                 the decision when to stop is
 * @param more     chance of one call more than needed where the number is imposed
 * @param stop     share of decisions to go on or to answer that are drawn evenly
 * @param names    share of other decisions that are drawn evenly
 * @param second   share of the choices of an expert after the first call that are drawn evenly, where the number is imposed
 * @param fee      taken from the reward for each call, whatever the price says
 * @param prices   that tasks name
 * @param typos    chance of a typing error in a question
 * @param nameEntropy target for experts and skills, in nats
 * @param stopEntropy target for the decision to go on or to answer, in nats
 */
public record Phase(String name, int steps, int prompts, int rollouts, Line rate, double twoStep, double behind, double sure, Line imposed,
        double more, Line stop, double names, double second, double fee, List<PriceWeight> prices, double typos, Line nameEntropy,
        Line stopEntropy) {
    public Phase {
        prices = List.copyOf(prices);
    }

    /** The same in so many steps. */
    Phase in(int otherSteps) {
        return new Phase(name, otherSteps, prompts, rollouts, rate, twoStep, behind, sure, imposed, more, stop, names, second, fee, prices,
                typos, nameEntropy, stopEntropy);
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
