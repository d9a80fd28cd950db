package dev.maestro.training.grpo;

import java.util.OptionalInt;

/**
 * When a run ends, and what it does on the way.
 *
 * @param steps             at most
 * @param epochs            over the data, at most
 * @param validateEvery     steps between validations; one more at the end
 * @param validationSamples trajectories for each question of a validation
 * @param checkpointEvery   steps between checkpoints; one more at the end
 * @param keep              checkpoints that are kept, empty: all of them
 * @param seed              of the order of the data, and of everything that is drawn
 */
public record ScheduleSettings(int steps, int epochs, int validateEvery, int validationSamples, int checkpointEvery, OptionalInt keep,
        long seed) {
    public ScheduleSettings {
        SettingRange.require(steps >= 1, "steps", steps, "at least 1");
        SettingRange.require(epochs >= 1, "epochs", epochs, "at least 1");
        SettingRange.require(validateEvery >= 1, "steps between validations", validateEvery, "at least 1");
        SettingRange.require(validationSamples >= 1, "samples of a validation", validationSamples, "at least 1");
        SettingRange.require(checkpointEvery >= 1, "steps between checkpoints", checkpointEvery, "at least 1");
        SettingRange.require(keep.orElse(1) >= 1, "checkpoints kept", keep.orElse(1), "at least 1, or all");
    }

    /** As the reference's launch script has it. */
    public static ScheduleSettings reference() {
        return new ScheduleSettings(380, 100, 20, 8, 20, OptionalInt.empty(), 1);
    }

    /** For a small model. */
    public static ScheduleSettings standard() {
        return new ScheduleSettings(320, 100, 50, 1, 20, OptionalInt.of(3), 1);
    }
}
