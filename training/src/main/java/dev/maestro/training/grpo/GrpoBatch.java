package dev.maestro.training.grpo;

import dev.maestro.training.grpo.GroupVerdict.Weighted;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.List;

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
        List<List<Weighted>> learned = new ArrayList<>();
        List<String> putBack = new ArrayList<>();
        int equal = 0;
        int infrastructure = 0;
        int masked = 0;
        int trajectories = 0;
        for (List<Trajectory> group : groups) {
            trajectories += group.size();
            switch (GroupVerdict.of(group, settings)) {
                case GroupVerdict.Learned(List<Weighted> members, int failed, int cutOff) -> {
                    infrastructure += failed;
                    masked += cutOff;
                    List<Weighted> deciding = members.stream().filter(m -> m.trajectory().trainedDecisions() > 0).toList();
                    if (!deciding.isEmpty()) {
                        learned.add(deciding);
                    }
                }
                case GroupVerdict.Equal(double _, int failed) -> {
                    equal++;
                    infrastructure += failed;
                }
                case GroupVerdict.PutBack(int valid, int _) -> {
                    infrastructure += group.size() - valid;
                    putBack.add(group.getFirst().group());
                }
            }
        }
        return new GrpoBatch(learned, putBack, new Counts(groups.size(), equal, trajectories, infrastructure, masked), settings);
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Decisions that are learned from: what the loss is divided by. */
    public long decisions() {
        return groups.stream().flatMap(List::stream).flatMap(m -> m.trajectory().decisions().stream()).filter(Decision::trained).count();
    }
}
