package dev.maestro.training.offpolicy;

import dev.maestro.training.record.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the trajectories of one prompt got beside what could be expected of them whatever the prompt ({@link StageValues}), by the decisions
 * that they share: the mean at each state and after each choice, drawn towards that of the state before where few passed. Asked about one of
 * them it leaves that one out, so that what it expects does not depend on what that one drew. For one thread.
 */
final class RewardTree {
    /** As many trajectories of the state before count beside those of a state or choice. */
    private static final double PRIOR = 1;

    private final Node root = new Node();
    private final StageValues everywhere;

    private RewardTree(StageValues everywhere) {
        this.everywhere = everywhere;
    }

    private static final class Sum {
        private double rewards;
        private int count;

        void add(double reward) {
            rewards += reward;
            count++;
        }

        /** @param left reward of one that is not to count */
        double mean(double left, double prior) {
            return (rewards - left + PRIOR * prior) / (count - 1 + PRIOR);
        }
    }

    private static final class Node {
        private final Sum sum = new Sum();
        private final Map<Integer, Branch> choices = new HashMap<>();
    }

    private static final class Branch {
        private final Sum sum = new Sum();
        private final Map<List<Integer>, Node> next = new HashMap<>();
    }

    /**
     * @param group      trajectories of one prompt
     * @param everywhere fitted on others
     */
    static RewardTree of(List<Judged> group, StageValues everywhere) {
        RewardTree tree = new RewardTree(everywhere);
        for (Judged each : group) {
            Node node = tree.root;
            double reward = tree.beside(each);
            List<List<Integer>> passages = each.passages();
            for (int i = 0; i < passages.size(); i++) {
                List<Integer> passage = passages.get(i);
                if (i == 0) {
                    node = tree.first(passage);
                } else {
                    node = node.choices.get(each.trajectory().decisions().get(i - 1).chosen()).next.computeIfAbsent(passage,
                            _ -> new Node());
                }
                node.sum.add(reward);
                node.choices.computeIfAbsent(each.trajectory().decisions().get(i).chosen(), _ -> new Branch()).sum.add(reward);
            }
            tree.root.sum.add(reward);
        }
        return tree;
    }

    /** What is left of the reward when what was expected after the last decision is taken away. */
    private double beside(Judged one) {
        int decisions = one.target().size();
        return decisions == 0 ? 0 : one.trajectory().reward() - everywhere.choice(one, decisions - 1);
    }

    /** What is forced before the first decision may differ too, where the world draws something. */
    private Node first(List<Integer> passage) {
        return root.choices.computeIfAbsent(-1, _ -> new Branch()).next.computeIfAbsent(passage, _ -> new Node());
    }

    /**
     * What is expected on the way of one trajectory.
     *
     * @param states  the other policy's expected reward at each decision
     * @param choices the expected reward after what was chosen there
     */
    record Expected(double[] states, double[] choices) {}

    Expected along(Judged one) {
        List<Decision> decisions = one.trajectory().decisions();
        double reward = beside(one);
        List<List<Integer>> passages = one.passages();
        double[] states = new double[decisions.size()];
        double[] choices = new double[decisions.size()];
        double prior = root.sum.count > 1 ? (root.sum.rewards - reward) / (root.sum.count - 1) : 0;
        Node node = root;
        for (int i = 0; i < states.length; i++) {
            node = i == 0 ? first(passages.get(0)) : node.choices.get(decisions.get(i - 1).chosen()).next.get(passages.get(i));
            double mean = node.sum.mean(reward, prior);
            double state = mean;
            for (Map.Entry<Integer, Branch> choice : node.choices.entrySet()) {
                boolean own = choice.getKey() == decisions.get(i).chosen();
                Sum sum = choice.getValue().sum;
                double expected = own ? sum.mean(reward, mean) : (sum.rewards + PRIOR * mean) / (sum.count + PRIOR);
                state += one.probability(i, choice.getKey()) * (expected - mean);
                if (own) {
                    choices[i] = everywhere.choice(one, i) + expected;
                }
            }
            states[i] = everywhere.state(one, i) + state;
            prior = mean;
        }
        return new Expected(states, choices);
    }

    /** The groups' trajectories of which something can be said: those with a reward. */
    static List<Judged> valid(List<Judged> group) {
        List<Judged> valid = new ArrayList<>(group);
        valid.removeIf(each -> !each.trajectory().ending().isValid());
        return valid;
    }
}
