package dev.maestro.training.record;

import dev.maestro.core.errors.MaestroException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One way in which the policy went on from a prompt, as ids: nothing is ever tokenised again. Ids of the response without
 * a decision were forced by the grammar or came from outside (observations); they carry no gradient.
 *
 * @param id            names it in the record, unique in a run
 * @param group         trajectories of one prompt share it; their rewards are compared
 * @param prompt        ids before the first that was written, at least one
 * @param response      ids after the prompt: drawn, forced and observed
 * @param decisions     what was drawn, by rising position
 * @param reward        of the whole trajectory; finite, 0 where there is none
 * @param temperature   at which it was drawn, above 0
 * @param policyVersion names the weights it was drawn from
 */
public record Trajectory(
        String id,
        String group,
        int[] prompt,
        int[] response,
        List<Decision> decisions,
        double reward,
        Ending ending,
        double temperature,
        String policyVersion) {
    public Trajectory {
        prompt = prompt.clone();
        response = response.clone();
        decisions = List.copyOf(decisions);
        Objects.requireNonNull(ending);
        if (id.isBlank() || group.isBlank()) {
            throw refused(id, "it needs an id and a group, \"" + id + "\" and \"" + group + "\" were given.");
        }
        if (prompt.length == 0) {
            throw refused(id, "its prompt is empty. At least one id is needed.");
        }
        if (Arrays.stream(prompt).anyMatch(t -> t < 0) || Arrays.stream(response).anyMatch(t -> t < 0)) {
            throw refused(id, "an id is negative.");
        }
        if (!Double.isFinite(reward)) {
            throw refused(id, "its reward is " + reward + ". Give a finite number.");
        }
        if (!(temperature > 0 && temperature <= 100)) {
            throw refused(id, "its temperature is " + temperature + ". It is above 0, at most 100.");
        }
        int last = -1;
        for (Decision decision : decisions) {
            if (decision.position() <= last) {
                throw refused(id, "its decisions do not rise: position " + decision.position() + " follows " + last + ".");
            }
            last = decision.position();
            if (last >= response.length || response[last] != decision.chosen()) {
                throw refused(id,
                        "id " + decision.chosen() + " was drawn at position " + last + ", where the response of " + response.length
                                + " ids has " + (last >= response.length ? "ended" : "" + response[last]) + ".");
            }
        }
    }

    private static MaestroException refused(String id, String why) {
        return new MaestroException(TrainingErrors.TRAJECTORY_INVALID, "trajectory \"" + id + "\": " + why);
    }

    /** A copy. */
    @Override
    public int[] prompt() {
        return prompt.clone();
    }

    /** A copy. */
    @Override
    public int[] response() {
        return response.clone();
    }

    /** Whether it goes on from the same prompt. */
    public boolean sharesPrompt(Trajectory other) {
        return Arrays.equals(prompt, other.prompt);
    }

    /** How many of its decisions are learned from. */
    public int trainedDecisions() {
        return (int) decisions.stream().filter(Decision::trained).count();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trajectory t && id.equals(t.id) && group.equals(t.group) && Arrays.equals(prompt, t.prompt)
                && Arrays.equals(response, t.response) && decisions.equals(t.decisions) && Double.compare(reward, t.reward) == 0
                && ending == t.ending && Double.compare(temperature, t.temperature) == 0 && policyVersion.equals(t.policyVersion);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, group, Arrays.hashCode(prompt), Arrays.hashCode(response), decisions, reward, ending);
    }

    @Override
    public String toString() {
        return "Trajectory[" + id + " of " + group + ", " + prompt.length + " + " + response.length + " ids, " + decisions.size()
                + " decisions, reward " + reward + ", " + ending + "]";
    }
}
