package dev.maestro.policy.protocol;

import dev.maestro.core.text.Markup;
import dev.maestro.policy.Transcript.Observation;
import java.util.List;
import java.util.Optional;

/**
 * A query's trajectory as one text, as the reference system's loop retains it and its rewards read it: the
 * policy's kept text of each turn, and after a call the observation as a user's message with its template
 * tokens left out. What a turn's text is was settled when it was decided; a turn that was discarded left
 * nothing. It is cut as there: the first turn's thought to its end, a long observation to its end, and the
 * whole to its beginning, which may cost the answer. The reference counts tokens of its model; here
 * {@link RoughTokens} stand in for them, so near a limit the cut falls a little earlier or later.
 */
public final class ReferenceTrajectory {
    /** The reference's limits: of an observation in its tags and of a whole trajectory, tokens of the chat template included. */
    private static final int OBSERVATION_TOKENS = 1_024;
    private static final int TRAJECTORY_TOKENS = 4_096;
    /** Template tokens around a message; they count and are not in the text. */
    private static final int START_OF_TURN = 1;
    private static final int END_OF_TURN = 1;

    private ReferenceTrajectory() {}

    /**
     * @param text        the policy's text as kept in the context
     * @param observation what came back; empty for the turn that ended the query
     */
    public record Step(String text, Optional<Observation> observation) {}

    /** @param steps one for each turn, from the first on, those included that left nothing */
    public static String of(List<Step> steps) {
        StringBuilder trajectory = new StringBuilder();
        int left = TRAJECTORY_TOKENS;
        for (int number = 0; number < steps.size(); number++) {
            Step step = steps.get(number);
            if (step.text().isBlank()) {
                continue;
            }
            left = append(trajectory, number == 0 ? ReferenceLoop.withoutLongThought(step.text()) : step.text(), left);
            if (step.observation().isPresent()) {
                left = append(trajectory, asUser(seen(step.observation().get())), left - START_OF_TURN);
            }
        }
        return trajectory.toString();
    }

    /** @return how many tokens are left after it; none from the first text on that was cut */
    private static int append(StringBuilder trajectory, String text, int left) {
        trajectory.append(RoughTokens.first(text, left));
        return Math.max(0, left - RoughTokens.count(text) - END_OF_TURN);
    }

    // The reference keeps the end of a long message, closing tag and template token included, and then writes the opening once more.
    private static String asUser(String observation) {
        String message = "user" + ReferenceLoop.informationBlock(observation);
        return RoughTokens.count(message) + START_OF_TURN + END_OF_TURN <= OBSERVATION_TOKENS
                ? message
                : "user<information>" + RoughTokens.last(message, OBSERVATION_TOKENS - END_OF_TURN);
    }

    /** What the policy saw: an expert's words without our markup, the end of them when they are long. */
    private static String seen(Observation observation) {
        return observation instanceof Observation.Evidence evidence
                ? ReferenceLoop.observation(Markup.strip(evidence.text()).strip())
                : ReferenceProtocol.error(observation);
    }
}
