package dev.maestro.training.grpo;

import dev.maestro.training.grpo.GroupVerdict.Weighted;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.Rollout;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one update is computed from: the trajectories that count, by prompt. May be empty, then there is nothing to learn and
 * no step to take.
 *
 * @param groups  members of one prompt each, at least one
 * @param putBack ids of the groups whose prompts are to be drawn again
 */
public record GrpoBatch(List<List<Weighted>> groups, List<String> putBack, Counts counts, GrpoSettings settings) {
    /**
     * What was given and what became of it.
     *
     * @param groups         given
     * @param equal          groups dropped because all rewards were equal
     * @param trajectories   given
     * @param infrastructure trajectories that failed for reasons outside of the policy
     * @param masked         trajectories cut off and kept out of the loss
     */
    public record Counts(int groups, int equal, int trajectories, int infrastructure, int masked) {
        /** Of all groups. */
        public double equalShare() {
            return groups == 0 ? 0 : (double) equal / groups;
        }
    }

    public GrpoBatch {
        groups = groups.stream().map(List::copyOf).toList();
        putBack = List.copyOf(putBack);
    }

    /** @throws dev.maestro.core.errors.MaestroException when the trajectories of a group do not belong together */
    public static GrpoBatch of(List<List<Trajectory>> groups, GrpoSettings settings) {
        return ofRollouts(groups.stream().map(group -> group.stream().map(one -> new Rollout(List.of(one))).toList()).toList(), settings);
    }

    /**
     * The same of rollouts of several turns: a rollout counts once in its group's baseline, and each of its turns is learned from with the
     * advantage of the whole.
     *
     * @throws dev.maestro.core.errors.MaestroException when the first turns of a group do not go on from one prompt
     */
    public static GrpoBatch ofRollouts(List<List<Rollout>> groups, GrpoSettings settings) {
        List<List<Weighted>> learned = new ArrayList<>();
        List<String> putBack = new ArrayList<>();
        int equal = 0;
        int infrastructure = 0;
        int masked = 0;
        int trajectories = 0;
        for (List<Rollout> group : groups) {
            trajectories += group.size();
            switch (GroupVerdict.of(group.stream().map(Rollout::first).toList(), settings)) {
                case GroupVerdict.Learned(List<Weighted> members, int failed, int cutOff) -> {
                    infrastructure += failed;
                    masked += cutOff;
                    learned.addAll(byPrompt(group, members));
                }
                case GroupVerdict.Equal(double _, int failed) -> {
                    equal++;
                    infrastructure += failed;
                }
                case GroupVerdict.PutBack(int valid, int _) -> {
                    infrastructure += group.size() - valid;
                    putBack.add(group.getFirst().first().group());
                }
            }
        }
        return new GrpoBatch(learned, putBack, new Counts(groups.size(), equal, trajectories, infrastructure, masked), settings);
    }

    /** First turns together, since they share their prompt; each later turn by itself. */
    private static List<List<Weighted>> byPrompt(List<Rollout> group, List<Weighted> members) {
        Map<Trajectory, Double> advantages = new IdentityHashMap<>();
        members.forEach(member -> advantages.put(member.trajectory(), member.advantage()));
        List<List<Weighted>> all = new ArrayList<>();
        all.add(members);
        for (Rollout rollout : group) {
            if (advantages.containsKey(rollout.first())) {
                double advantage = advantages.get(rollout.first());
                rollout.turns().stream().skip(1).forEach(turn -> all.add(List.of(new Weighted(turn, advantage))));
            }
        }
        return all.stream().map(one -> one.stream().filter(m -> m.trajectory().trainedDecisions() > 0).toList())
                .filter(one -> !one.isEmpty()).toList();
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Decisions that are learned from: what the loss is divided by. */
    public long decisions() {
        return groups.stream().flatMap(List::stream).flatMap(m -> m.trajectory().decisions().stream()).filter(Decision::trained).count();
    }
}
