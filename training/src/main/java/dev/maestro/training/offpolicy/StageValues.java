package dev.maestro.training.offpolicy;

import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a policy may expect by what was decided so far, whatever the prompt: fitted backwards from the ends (fitted Q evaluation, Le et
 * al. 2019), with the kinds of the decisions as state. Of a decision to go on or to answer each choice is told apart; names mean
 * something within a prompt only. Immutable once fitted.
 */
final class StageValues {
    private record Choice(List<DecisionKind> state, int id) {}

    private static final class Mean {
        private double sum;
        private int count;

        double value() {
            return sum / count;
        }
    }

    private final Map<Choice, Mean> values = new HashMap<>();
    private final double otherwise;

    private StageValues(double otherwise) {
        this.otherwise = otherwise;
    }

    /** @param judged by the policy whose values are wanted */
    static StageValues fit(List<Judged> judged) {
        StageValues fitted = new StageValues(judged.stream().mapToDouble(each -> each.trajectory().reward()).average().orElse(0));
        int longest = judged.stream().mapToInt(each -> each.target().size()).max().orElse(0);
        for (int i = longest - 1; i >= 0; i--) {
            Map<Choice, Mean> fresh = new HashMap<>();
            for (Judged each : judged) {
                if (i < each.target().size()) {
                    Mean mean = fresh.computeIfAbsent(choice(each, i, each.trajectory().decisions().get(i).chosen()), _ -> new Mean());
                    mean.sum += i + 1 < each.target().size() ? fitted.state(each, i + 1) : each.trajectory().reward();
                    mean.count++;
                }
            }
            fitted.values.putAll(fresh);
        }
        return fitted;
    }

    private static Choice choice(Judged one, int decision, int id) {
        List<DecisionKind> state = new ArrayList<>();
        for (Decision each : one.trajectory().decisions().subList(0, decision + 1)) {
            state.add(each.kind());
        }
        return new Choice(state, state.getLast() == DecisionKind.GO_ON ? id : -1);
    }

    /** After an id was chosen at a decision. */
    double choice(Judged one, int decision) {
        Mean mean = values.get(choice(one, decision, one.trajectory().decisions().get(decision).chosen()));
        return mean == null ? otherwise : mean.value();
    }

    /** At a decision, by the policy's own probabilities; choices that were never seen count as the others do. */
    double state(Judged one, int decision) {
        Decision made = one.trajectory().decisions().get(decision);
        if (made.kind() != DecisionKind.GO_ON || made.isFree()) {
            return choice(one, decision);
        }
        double sum = 0;
        double seen = 0;
        for (int id : made.allowed()) {
            Mean mean = values.get(choice(one, decision, id));
            if (mean != null) {
                sum += one.probability(decision, id) * mean.value();
                seen += one.probability(decision, id);
            }
        }
        return seen > 0 ? sum / seen : otherwise;
    }
}
