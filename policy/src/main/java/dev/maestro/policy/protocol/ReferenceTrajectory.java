package dev.maestro.policy.protocol;

import dev.maestro.policy.Transcript.Observation;
import dev.maestro.registry.text.Markup;
import java.util.List;
import java.util.Optional;

/**
 * A query's trajectory as one text, as the reference system's loop retains it and its rewards read it: the
 * policy's kept text of each turn, and after a call the observation as a user's message with its template
 * tokens left out. What a turn's text is was settled when it was decided; a turn that was discarded left
 * nothing. Where the reference cuts by tokens (the first thought, long observations, the whole), nothing is
 * cut here: that hangs on the tokenizer.
 */
public final class ReferenceTrajectory {
    private ReferenceTrajectory() {}

    /**
     * @param text        the policy's text as kept in the context
     * @param observation what came back; empty for the turn that ended the query
     */
    public record Step(String text, Optional<Observation> observation) {}

    public static String of(List<Step> steps) {
        StringBuilder trajectory = new StringBuilder();
        for (Step step : steps) {
            if (step.text().isBlank()) {
                continue;
            }
            trajectory.append(step.text());
            step.observation().ifPresent(observation -> trajectory.append("user").append(ReferenceLoop.informationBlock(seen(observation))));
        }
        return trajectory.toString();
    }

    /** What the policy saw: an expert's words without our markup, the end of them when they are long. */
    private static String seen(Observation observation) {
        return observation instanceof Observation.Evidence evidence
                ? ReferenceLoop.observation(Markup.strip(evidence.text()).strip())
                : ReferenceProtocol.error(observation);
    }
}
