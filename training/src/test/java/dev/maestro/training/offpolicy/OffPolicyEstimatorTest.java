package dev.maestro.training.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.training.OffPolicyEstimate;
import dev.maestro.registry.training.OffPolicyEstimate.Value;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A world of two decisions among three, in which every policy's true value is known. */
class OffPolicyEstimatorTest {
    private static final int[] IDS = {10, 11, 12};
    private static final int PROMPTS = 5;
    /** Who draws, and who is judged, at the first decision and, after each of its choices, at the second. */
    private static final double[][] BEHAVIOUR = {{0.5, 0.3, 0.2}, {0.4, 0.3, 0.3}, {0.2, 0.2, 0.6}, {0.34, 0.33, 0.33}};
    private static final double[][] TARGET = {{0.2, 0.6, 0.2}, {0.1, 0.2, 0.7}, {0.5, 0.3, 0.2}, {0.2, 0.5, 0.3}};

    private static double reward(int prompt, int first, int second) {
        return 0.3 * prompt + first * 0.5 - (second == prompt % 3 ? 0 : 0.4) + (first == second ? 0.3 : 0);
    }

    private static double value(double[][] policy) {
        double value = 0;
        for (int prompt = 0; prompt < PROMPTS; prompt++) {
            for (int a = 0; a < 3; a++) {
                for (int b = 0; b < 3; b++) {
                    value += policy[0][a] * policy[1 + a][b] * reward(prompt, a, b) / PROMPTS;
                }
            }
        }
        return value;
    }

    private static int draw(double[] weights, SplittableRandom random) {
        double at = random.nextDouble();
        int i = 0;
        while (i < weights.length - 1 && at >= weights[i]) {
            at -= weights[i++];
        }
        return i;
    }

    /** Something is forced before, between and after the decisions, and what is heard in between is noise. */
    private static Judged drawn(int prompt, SplittableRandom random, double[][] target) {
        int a = draw(BEHAVIOUR[0], random);
        int b = draw(BEHAVIOUR[1 + a], random);
        int heard = 20 + random.nextInt(2);
        List<Decision> decisions = List.of(new Decision(1, IDS, IDS[a], Math.log(BEHAVIOUR[0][a]), DecisionKind.EXPERT, true),
                new Decision(3, IDS, IDS[b], Math.log(BEHAVIOUR[1 + a][b]), DecisionKind.SKILL, true));
        Trajectory trajectory = new Trajectory("r", "g" + prompt, new int[]{prompt + 1}, new int[]{5, IDS[a], heard, IDS[b], 6}, decisions,
                reward(prompt, a, b), Ending.FINISHED, 1, "v");
        return new Judged(trajectory, List.of(target[0], target[1 + a]));
    }

    private static OffPolicyEstimate estimate(int groups, int rollouts, SplittableRandom random, double[][] target) {
        OffPolicyEstimator estimator = new OffPolicyEstimator();
        for (int g = 0; g < groups; g++) {
            List<Judged> group = new ArrayList<>();
            for (int i = 0; i < rollouts; i++) {
                group.add(drawn(g % PROMPTS, random, target));
            }
            estimator.add(group);
        }
        return estimator.estimate(1, 1, 1);
    }

    private static boolean covers(Value value, double truth) {
        return value.low() <= truth && truth <= value.high();
    }

    @Test
    void over_many_records_the_estimates_lie_around_the_true_value_and_their_intervals_hold_it() {
        double truth = value(TARGET);
        SplittableRandom random = new SplittableRandom(7);
        int records = 400;
        double[] sums = new double[3];
        double[] squares = new double[3];
        int[] covered = new int[3];
        for (int r = 0; r < records; r++) {
            OffPolicyEstimate estimate = estimate(40, 8, random, TARGET);
            List<Value> all = List.of(estimate.inversePropensity(), estimate.weighted(), estimate.doublyRobust());
            for (int k = 0; k < 3; k++) {
                sums[k] += all.get(k).mean();
                squares[k] += (all.get(k).mean() - truth) * (all.get(k).mean() - truth);
                covered[k] += covers(all.get(k), truth) ? 1 : 0;
            }
        }
        assertThat(Math.abs(value(BEHAVIOUR) - truth)).as("the policies differ").isGreaterThan(0.1);
        for (int k : new int[]{0, 2}) {
            double error = Math.sqrt(squares[k] / records / records);
            assertThat(sums[k] / records).as("estimator %d is unbiased", k).isCloseTo(truth, Offset.offset(4 * error));
        }
        assertThat(sums[1] / records).isCloseTo(truth, Offset.offset(0.02));
        for (int k = 0; k < 3; k++) {
            assertThat(covered[k] / (double) records).as("coverage of estimator %d", k).isBetween(0.92, 1.0);
        }
        assertThat(squares[2]).as("what can be foreseen narrows it").isLessThan(0.6 * squares[0]);
    }

    @Test
    void who_drew_is_estimated_as_observed() {
        OffPolicyEstimate estimate = estimate(20, 8, new SplittableRandom(3), BEHAVIOUR);

        assertThat(estimate.inversePropensity().mean()).isCloseTo(estimate.observed().mean(), Offset.offset(1e-9));
        assertThat(estimate.weighted().mean()).isCloseTo(estimate.observed().mean(), Offset.offset(1e-9));
        assertThat(estimate.effectiveTrajectories()).isCloseTo(160, Offset.offset(1e-6));
        assertThat(estimate.largestWeight()).isCloseTo(1 / 160.0, Offset.offset(1e-9));
    }

    @Test
    void a_policy_that_is_never_what_was_drawn_counts_nothing_and_says_so() {
        double[][] elsewhere = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}};

        OffPolicyEstimate estimate = estimate(4, 4, new SplittableRandom(3), elsewhere);

        assertThat(estimate.effectiveTrajectories()).isZero();
        assertThat(estimate.weighted().high()).isInfinite();
    }

    @Test
    void what_an_outage_ended_says_nothing() {
        SplittableRandom random = new SplittableRandom(5);
        OffPolicyEstimator estimator = new OffPolicyEstimator();
        for (int g = 0; g < 2; g++) {
            Judged good = drawn(g, random, TARGET);
            Trajectory t = good.trajectory();
            Judged out = new Judged(
                    new Trajectory("x", t.group(), t.prompt(), t.response(), t.decisions(), -100, Ending.INFRASTRUCTURE, 1, "v"),
                    good.target());
            estimator.add(List.of(good, out));
            estimator.add(List.of(out));
        }

        OffPolicyEstimate estimate = estimator.estimate(1, 1, 1);

        assertThat(estimate.trajectories()).isEqualTo(2);
        assertThat(estimate.groups()).isEqualTo(2);
        assertThat(estimate.observed().mean()).isGreaterThan(-1);
    }

    @Test
    void one_prompt_is_not_enough_for_an_interval() {
        assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> estimate(1, 8, new SplittableRandom(1), TARGET))
                .satisfies(e -> assertThat(e.code()).isEqualTo(TrainingErrors.ESTIMATE_IMPOSSIBLE));
    }
}
