package dev.maestro.training.grpo;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a group of trajectories. */
public sealed interface GroupVerdict {
    /**
     * It is learned from.
     *
     * @param members        those that enter the loss, with their advantages
     * @param infrastructure left out because something else than the policy failed
     * @param masked         cut off, and therefore in the baseline only
     */
    record Learned(List<Weighted> members, int infrastructure, int masked) implements GroupVerdict {
        public Learned {
            members = List.copyOf(members);
        }
    }

    /** All rewards are equal: there is nothing to learn from comparing them. */
    record Equal(double reward, int infrastructure) implements GroupVerdict {}

    /** Too many trajectories failed for reasons outside of the policy; its prompt is to be drawn again. */
    record PutBack(int valid, int needed) implements GroupVerdict {}

    /** A trajectory and how much better than its group it did. */
    record Weighted(Trajectory trajectory, double advantage) {}

    /**
     * @param group trajectories of one prompt
     * @throws MaestroException when they are of several prompts or groups, or there are none
     */
    static GroupVerdict of(List<Trajectory> group, GrpoSettings settings) {
        check(group);
        List<Trajectory> valid = group.stream().filter(t -> t.ending().isValid()).toList();
        int infrastructure = group.size() - valid.size();
        if (valid.size() < settings.leastValid()) {
            return new PutBack(valid.size(), settings.leastValid());
        }
        double[] rewards = valid.stream().mapToDouble(Trajectory::reward).toArray();
        if (settings.dropEqual() && Advantages.equal(rewards)) {
            return new Equal(rewards[0], infrastructure);
        }
        double[] advantages = Advantages.of(rewards, settings);
        List<Weighted> members = new ArrayList<>();
        int masked = 0;
        for (int i = 0; i < advantages.length; i++) {
            Trajectory one = valid.get(i);
            if (settings.maskUnfinished() && one.ending().isUnfinished()) {
                masked++;
            } else {
                members.add(new Weighted(one, advantages[i]));
            }
        }
        return new Learned(members, infrastructure, masked);
    }

    private static void check(List<Trajectory> group) {
        if (group.isEmpty()) {
            throw new MaestroException(TrainingErrors.GROUP_INVALID, "the group has no trajectories. At least one is needed.");
        }
        Trajectory first = group.getFirst();
        for (Trajectory one : group) {
            if (!one.group().equals(first.group()) || !one.sharesPrompt(first)) {
                throw new MaestroException(TrainingErrors.GROUP_INVALID, "trajectory \"" + one.id() + "\" of group \"" + one.group()
                        + "\" does not go on from the prompt of \"" + first.id() + "\" of group \"" + first.group() + "\".");
            }
        }
    }
}
