package dev.maestro.training.torch;

import dev.maestro.training.record.DecisionKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a step saw and did.
 *
 * @param step       number of the step, from 1; 0 when there was nothing to learn and none was taken
 * @param loss       everything that was minimised, before the step
 * @param policyLoss the part that rewards speak in; supervised: the loss
 * @param kl         divergence from the reference model, before its coefficient
 * @param clipped    share of the decisions' weight on which a clip acted
 * @param norm       of all gradients before it was bounded
 * @param right      supervised: mean probability of a good id, by weight
 * @param entropies  mean of each kind of decision, in nats
 * @param gap        largest difference between log-probabilities drawn and computed; 0 for supervised steps
 * @param meanGap    mean of it
 * @param decisions  that were learned from
 */
public record UpdateResult(long step, double loss, double policyLoss, double kl, double clipped, double norm, double right,
        Map<DecisionKind, Double> entropies, double gap, double meanGap, long decisions) {
    /** There was nothing to learn. */
    public static final UpdateResult NONE = new UpdateResult(0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0);

    public UpdateResult {
        EnumMap<DecisionKind, Double> copy = new EnumMap<>(DecisionKind.class);
        copy.putAll(entropies);
        entropies = Collections.unmodifiableMap(copy);
    }

    /** Whether the weights moved. */
    public boolean taken() {
        return step > 0 && Double.isFinite(norm);
    }
}
