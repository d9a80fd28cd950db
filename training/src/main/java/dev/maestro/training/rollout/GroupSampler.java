package dev.maestro.training.rollout;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.BranchDecoder;
import dev.maestro.training.torch.BranchDecoder.Turn;
import dev.maestro.training.torch.QwenWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws many short trajectories in this process. A prompt is read once for its group; all branches that have a choice to make
 * make it together, and what they take in between passes through in one call. What is drawn depends on weights, run, step, group and
 * number of the branch, and on nothing that is written beside it; draws are the engine's ({@link dev.maestro.inference.engine.Race}). For one
 * thread.
 */
public final class GroupSampler implements AutoCloseable {
    private final BranchDecoder decoder;

    private GroupSampler(BranchDecoder decoder) {
        this.decoder = decoder;
    }

    /** @param weights read as they are when something is drawn, so that a trainer's are always its latest; closed later than this */
    public static GroupSampler over(QwenWeights weights) {
        return new GroupSampler(BranchDecoder.over(weights));
    }

    /** @return for each group, in order, the trajectories of its branches, in order */
    public List<List<Trajectory>> sample(List<RolloutGroup> groups, DrawSettings settings) {
        List<List<Trajectory>> all = new ArrayList<>();
        for (int from = 0; from < groups.size(); from += settings.groupsAtOnce()) {
            all.addAll(together(groups.subList(from, Math.min(groups.size(), from + settings.groupsAtOnce())), settings));
        }
        return all;
    }

    private List<List<Trajectory>> together(List<RolloutGroup> groups, DrawSettings settings) {
        int most = groups.stream().mapToInt(g -> g.branches().size()).max().orElse(0);
        List<List<BranchRecorder>> recorders = new ArrayList<>();
        for (RolloutGroup group : groups) {
            if (group.branches().isEmpty() || group.prompt().length >= decoder.maxPositions()) {
                throw new MaestroException(TrainingErrors.ROLLOUT_INVALID, "group \"" + group.id() + "\" has " + group.branches().size()
                        + " branches and a prompt of " + group.prompt().length + " ids. At least one, and fewer than "
                        + decoder.maxPositions() + ".");
            }
            List<BranchRecorder> members = new ArrayList<>();
            for (int i = 0; i < group.branches().size(); i++) {
                members.add(new BranchRecorder(group, i, settings, decoder.maxPositions()));
            }
            recorders.add(members);
        }
        try (BranchDecoder.Batch batch = decoder.read(groups.stream().map(RolloutGroup::prompt).toList(), most)) {
            List<Numbered> active = new ArrayList<>();
            for (int g = 0; g < recorders.size(); g++) {
                for (int i = 0; i < recorders.get(g).size(); i++) {
                    active.add(new Numbered(g * most + i, recorders.get(g).get(i)));
                }
            }
            active.removeIf(one -> !one.recorder().advance());
            while (!active.isEmpty()) {
                List<Turn> turns = active.stream().map(one -> one.recorder().turn(one.number())).toList();
                float[][] scores = batch.next(turns);
                for (int i = 0; i < scores.length; i++) {
                    active.get(i).recorder().draw(scores[i]);
                }
                active.removeIf(one -> !one.recorder().advance());
            }
        }
        return recorders.stream().map(members -> members.stream().map(BranchRecorder::trajectory).toList()).toList();
    }

    /** A branch by its number in the decoder. */
    private record Numbered(int number, BranchRecorder recorder) {}

    @Override
    public void close() {
        decoder.close();
    }
}
