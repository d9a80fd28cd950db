package dev.maestro.training.grpo;

import dev.maestro.training.record.DecisionKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The weight of each kind's entropy in the loss, following its target from step to step. Immutable; part of what a run resumes from. */
public record EntropyCoefficients(EntropySettings settings, Map<DecisionKind, Double> values) {
    public EntropyCoefficients {
        EnumMap<DecisionKind, Double> copy = new EnumMap<>(DecisionKind.class);
        copy.putAll(values);
        copy.forEach((kind, value) -> SettingRange.require(value >= 0 && value <= 10, "entropy coefficient of " + kind, value, "0 to 10"));
        values = Collections.unmodifiableMap(copy);
    }

    public static EntropyCoefficients start(EntropySettings settings) {
        EnumMap<DecisionKind, Double> values = new EnumMap<>(DecisionKind.class);
        settings.targets().forEach((kind, target) -> values.put(kind, target.coefficient()));
        return new EntropyCoefficients(settings, values);
    }

    /** 0 for kinds without a target. */
    public double of(DecisionKind kind) {
        return values.getOrDefault(kind, 0.0);
    }

    /**
     * After a step.
     *
     * @param entropies mean entropy of each kind that was decided, in nats; what is not there or no number moves nothing
     */
    public EntropyCoefficients after(Map<DecisionKind, Double> entropies) {
        EnumMap<DecisionKind, Double> next = new EnumMap<>(DecisionKind.class);
        settings.targets().forEach((kind, target) -> {
            double entropy = entropies.getOrDefault(kind, Double.NaN);
            double move = Double.isFinite(entropy) ? target.rate() * (target.target() - entropy) : 0;
            next.put(kind, Math.clamp(of(kind) + move, 0, target.most()));
        });
        return new EntropyCoefficients(settings, next);
    }
}
