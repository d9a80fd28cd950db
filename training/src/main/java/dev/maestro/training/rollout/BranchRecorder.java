package dev.maestro.training.rollout;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.engine.Race;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.BranchDecoder.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One branch while it is written: its ids, what was drawn, and how much of it the decoder has not seen. */
final class BranchRecorder {
    private final RolloutGroup group;
    private final int rollout;
    private final Branch branch;
    private final DrawSettings settings;
    private final int room;
    private final long seed;
    private final List<Decision> decisions = new ArrayList<>();
    private int[] ids = new int[32];
    private int count;
    private int fed;
    private int[] allowed = {};
    private Optional<Ending> ending = Optional.empty();

    /** @param positions that the model was made for */
    BranchRecorder(RolloutGroup group, int rollout, DrawSettings settings, int positions) {
        this.group = group;
        this.rollout = rollout;
        this.branch = group.branches().get(rollout);
        this.settings = settings;
        this.room = Math.min(settings.maxTokens(), positions - group.prompt().length);
        this.seed = Race.seed(settings.run(), settings.step(), group.number(), rollout);
    }

    /** Goes on to the next choice. @return whether there is one */
    boolean advance() {
        for (int id : branch.forced()) {
            if (count == room) {
                ending = Optional.of(Ending.OUT_OF_TOKENS);
                return false;
            }
            append(id);
        }
        if (branch.isDone()) {
            ending = Optional.of(branch.ending());
        } else if (count == room) {
            ending = Optional.of(Ending.OUT_OF_TOKENS);
        } else {
            allowed = branch.allowed();
            if (allowed.length == 1) {
                throw new MaestroException(TrainingErrors.ROLLOUT_INVALID, "a branch of group \"" + group.id() + "\" allows only id "
                        + allowed[0] + " at position " + count + ". What is forced is to be handed out as such.");
            }
        }
        return ending.isEmpty();
    }

    private void append(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    /** What the decoder is to take in and to score. */
    Turn turn(int number) {
        return new Turn(number, Arrays.copyOfRange(ids, fed, count), allowed);
    }

    /** @param scores of what is allowed */
    void draw(float[] scores) {
        fed = count;
        double temperature = settings.temperature() == 0 ? 1 : settings.temperature();
        float best = Float.NEGATIVE_INFINITY;
        int place = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!(scores[i] < Float.POSITIVE_INFINITY)) {
                throw new MaestroException(TrainingErrors.TRAINING_NOT_FINITE,
                        "a score is " + scores[i] + ". Go back to an earlier checkpoint.");
            }
            if (scores[i] > best) {
                best = scores[i];
                place = i;
            }
        }
        double[] weights = new double[scores.length];
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            weights[i] = Math.exp(((double) scores[i] - best) / temperature);
            total += weights[i];
        }
        double explored = allowed.length > 0 && settings.temperature() > 0 ? branch.explored() : 0;
        if (explored > 0) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (1 - explored) * weights[i] / total + explored / weights.length;
            }
            total = 1;
        }
        if (settings.temperature() > 0) {
            // The number of a draw is the position: however a host cuts a trajectory into generations, it draws the same.
            place = Race.winner(candidates(scores.length), weights, scores.length, seed, count);
        }
        int id = allowed.length == 0 ? place : allowed[place];
        DecisionKind kind = branch.kind();
        decisions.add(new Decision(count, allowed, id, Math.log(weights[place] / total), kind, branch.trained(), explored));
        append(id);
        branch.accept(id);
    }

    private int[] candidates(int count) {
        if (allowed.length > 0) {
            return allowed;
        }
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }

    Trajectory trajectory() {
        Ending how = ending.orElseThrow();
        return new Trajectory(group.id() + "/" + rollout, group.id(), group.prompt(), Arrays.copyOf(ids, count), decisions, branch.reward(),
                how, settings.temperature() == 0 ? 1 : settings.temperature(), settings.policyVersion());
    }
}
