package dev.maestro.training.grpo;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;

/** Refuses settings outside their range. */
final class SettingRange {
    private SettingRange() {}

    static void require(boolean holds, String what, Object value, String range) {
        if (!holds) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, what + " " + value + ". Valid: " + range + ".");
        }
    }
}
