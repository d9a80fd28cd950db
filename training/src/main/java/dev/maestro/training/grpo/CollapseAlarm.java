package dev.maestro.training.grpo;

import dev.maestro.training.record.DecisionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Watches a run and says when to stop it and which step to go back to. A sign must last, unless it is one that no further
 * step can mend. Holds a few numbers, which {@link State} saves; not thread-safe.
 */
public final class CollapseAlarm {
    private final CollapseSettings settings;
    private State state;

    /** What is watched. */
    public enum Sign {
        REWARD, ENTROPY, SHARE, EQUAL_GROUPS, GAP, NOT_FINITE
    }

    /**
     * One step.
     *
     * @param reward    mean of the step
     * @param entropies mean by kind of decision, in nats
     * @param share     the largest of one expert, skill or place among all calls
     * @param equal     share of groups whose rewards are all equal
     * @param gap       largest between log-probabilities drawn and computed
     * @param norm      of the gradients
     */
    public record Step(long step, double reward, Map<DecisionKind, Double> entropies, double share, double equal, double gap,
            double norm) {
        public Step {
            entropies = Map.copyOf(entropies);
        }
    }

    /**
     * @param seen     steps so far
     * @param mean     running mean of the reward
     * @param best     its best
     * @param bestStep at which it was best
     * @param lasting  for how many steps each sign has been there
     */
    public record State(long seen, double mean, double best, long bestStep, Map<String, Integer> lasting) {
        public State {
            lasting = Map.copyOf(lasting);
        }

        public static State start() {
            return new State(0, 0, Double.NEGATIVE_INFINITY, 0, Map.of());
        }
    }

    /**
     * The run is to be stopped.
     *
     * @param sentence what was seen, for people
     * @param bestStep to go back to
     */
    public record Collapse(Sign sign, String sentence, long bestStep) {}

    public CollapseAlarm(CollapseSettings settings, State state) {
        this.settings = settings;
        this.state = state;
    }

    public State state() {
        return state;
    }

    /** @return empty while the run may go on */
    public Optional<Collapse> after(Step step) {
        if (!Double.isFinite(step.reward()) || !Double.isFinite(step.norm())) {
            return Optional.of(new Collapse(Sign.NOT_FINITE,
                    "Reward " + step.reward() + " and norm of the gradients " + step.norm() + " are not both finite.", state.bestStep()));
        }
        if (!(step.gap() <= settings.largestGap())) {
            return Optional.of(new Collapse(Sign.GAP, "Log-probabilities drawn and computed differ by " + number(step.gap()) + ", at most "
                    + number(settings.largestGap()) + " is allowed: engine and trainer do not hold the same weights.", state.bestStep()));
        }
        double mean = state.seen() == 0 ? step.reward() : state.mean() + settings.smoothing() * (step.reward() - state.mean());
        boolean better = mean > state.best();
        Map<String, Integer> lasting = new TreeMap<>();
        double best = better ? mean : state.best();
        long bestStep = better ? step.step() : state.bestStep();
        List<Optional<Collapse>> found = new ArrayList<>();
        if (mean < best - settings.rewardDrop()) {
            found.add(lasts(lasting, Sign.REWARD, "",
                    "The mean reward is " + number(mean) + ", at step " + bestStep + " it was " + number(best), bestStep));
        }
        if (step.share() > settings.largestShare()) {
            found.add(lasts(lasting, Sign.SHARE, "", "One of all that can be called gets " + number(step.share()) + " of the calls",
                    bestStep));
        }
        if (step.equal() > settings.largestEqual()) {
            found.add(lasts(lasting, Sign.EQUAL_GROUPS, "", "In " + number(step.equal()) + " of the groups all rewards are equal",
                    bestStep));
        }
        step.entropies().forEach((kind, entropy) -> {
            if (entropy < settings.leastEntropy()) {
                found.add(lasts(lasting, Sign.ENTROPY, kind.name(), "The entropy of " + kind + " decisions is " + number(entropy),
                        bestStep));
            }
        });
        state = new State(state.seen() + 1, mean, best, bestStep, lasting);
        return found.stream().flatMap(Optional::stream).findFirst();
    }

    private Optional<Collapse> lasts(Map<String, Integer> lasting, Sign sign, String of, String what, long bestStep) {
        String key = of.isEmpty() ? sign.name() : sign.name() + " " + of;
        int steps = state.lasting().getOrDefault(key, 0) + 1;
        lasting.put(key, steps);
        return steps < settings.patience()
                ? Optional.empty()
                : Optional.of(new Collapse(sign, what + ", for " + steps + " steps.", bestStep));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
