package dev.maestro.training.grpo;

import dev.maestro.training.record.DecisionKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How much chance each kind of decision should keep. Kinds that are not named get no entropy bonus. */
public record EntropySettings(Map<DecisionKind, Target> targets) {
    /**
     * @param target      mean entropy to be kept, in nats
     * @param rate        by which the coefficient moves for each nat away from the target, a step
     * @param most        largest coefficient; a larger bonus soon outweighs the rewards
     * @param coefficient at the start
     */
    public record Target(double target, double rate, double most, double coefficient) {
        public Target {
            SettingRange.require(target >= 0 && target <= 20, "entropy target", target, "0 to 20");
            SettingRange.require(rate >= 0 && rate <= 1, "rate of an entropy coefficient", rate, "0 to 1");
            SettingRange.require(most >= 0 && most <= 10, "largest entropy coefficient", most, "0 to 10");
            SettingRange.require(coefficient >= 0 && coefficient <= most, "entropy coefficient", coefficient, "0 to the largest");
        }
    }

    public EntropySettings {
        EnumMap<DecisionKind, Target> copy = new EnumMap<>(DecisionKind.class);
        copy.putAll(targets);
        targets = Collections.unmodifiableMap(copy);
    }

    public static EntropySettings none() {
        return new EntropySettings(Map.of());
    }

    /** What kept a small policy from collapsing: names at 0.6 nats, going on or answering at 0.3. */
    public static EntropySettings standard() {
        Target names = new Target(0.6, 0.003, 0.06, 0.01);
        return new EntropySettings(Map.of(DecisionKind.EXPERT, names, DecisionKind.SKILL, names,
                DecisionKind.GO_ON, new Target(0.3, 0.004, 0.08, 0.02)));
    }
}
