package dev.maestro.training.grpo;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;

/** All settings of a training under one name. */
public record TrainingProfile(String name, RolloutSettings rollout, GrpoSettings grpo, OptimiserSettings optimiser,
        EntropySettings entropy, ScheduleSettings schedule) {
    public static final String REFERENCE = "reference";
    public static final String STANDARD = "standard";

    /** @throws MaestroException when there is none of this name */
    public static TrainingProfile named(String name) {
        return switch (name) {
            case REFERENCE -> new TrainingProfile(name, RolloutSettings.reference(), GrpoSettings.reference(),
                    OptimiserSettings.reference(), EntropySettings.none(), ScheduleSettings.reference());
            case STANDARD -> new TrainingProfile(name, RolloutSettings.standard(), GrpoSettings.standard(),
                    OptimiserSettings.standard(), EntropySettings.standard(), ScheduleSettings.standard());
            default -> throw new MaestroException(TrainingErrors.TRAINING_PROFILE_UNKNOWN,
                    "profile \"" + name + "\". Valid: " + REFERENCE + ", " + STANDARD + ".");
        };
    }
}
