package dev.maestro.training.offpolicy;

import dev.maestro.training.record.Decision;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trajectory with what another policy makes of its decisions.
 *
 * @param target for each decision the other policy's probability of each id that was allowed, in their order; for all ids of the
 *               vocabulary where all were
 */
record Judged(Trajectory trajectory, List<double[]> target) {
    Judged {
        target = List.copyOf(target);
    }

    /** The other policy's probability of an id at a decision. */
    double probability(int decision, int id) {
        Decision made = trajectory.decisions().get(decision);
        int place = made.isFree() ? id : Arrays.binarySearch(made.allowed(), id);
        return place < 0 ? 0 : target.get(decision)[place];
    }

    /**
     * How much likelier the other policy makes the trajectory than the one that drew it, up to each decision and including it.
     *
     * @return one for each decision
     */
    double[] ratios() {
        double[] ratios = new double[target.size()];
        double ratio = 1;
        for (int i = 0; i < ratios.length; i++) {
            Decision made = trajectory.decisions().get(i);
            ratio *= probability(i, made.chosen()) / Math.exp(made.logProbability());
            ratios[i] = ratio;
        }
        return ratios;
    }

    /** The weight of the whole; 1 where nothing was decided. */
    double weight() {
        double[] ratios = ratios();
        return ratios.length == 0 ? 1 : ratios[ratios.length - 1];
    }

    /** What led to each decision: the ids from the decision before, included, up to it. */
    List<List<Integer>> passages() {
        List<List<Integer>> passages = new ArrayList<>();
        int from = 0;
        int[] response = trajectory.response();
        for (Decision made : trajectory.decisions()) {
            passages.add(Arrays.stream(response, from, made.position()).boxed().toList());
            from = made.position();
        }
        return passages;
    }
}
