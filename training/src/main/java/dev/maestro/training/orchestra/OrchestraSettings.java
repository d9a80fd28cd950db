package dev.maestro.training.orchestra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.training.record.TrainingErrors;
import java.util.List;
import java.util.Map;

/**
 * What a run of the recipe can be told.
 *
 * @param task      {@code orchestra}
 * @param seed      of weights, tasks and draws
 * @param levelSteps most steps of a reading level; 0: as the recipe has it
 * @param phaseSteps steps of a phase; 0: as the recipe has it
 */
public record OrchestraSettings(String task, long seed, int levelSteps, int phaseSteps) {
    static final String TASK = "orchestra";
    private static final List<String> KEYS = List.of("task", "seed", "level.steps", "phase.steps");
    private static final int MOST = 100_000;

    /** @throws MaestroException {@code TRAINING_SETTING_INVALID} */
    public static OrchestraSettings of(Map<String, String> given) {
        for (String key : given.keySet()) {
            if (!KEYS.contains(key)) {
                throw invalid("there is no setting \"" + key + "\" of task " + TASK + "." + NearestNames.sentence(key, KEYS));
            }
        }
        return new OrchestraSettings(TASK, number(given, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
                (int) number(given, "level.steps", 0, MOST),
                (int) number(given, "phase.steps", 0, MOST));
    }

    private static long number(Map<String, String> given, String key, long least, long most) {
        String text = given.getOrDefault(key, "0").strip();
        try {
            long value = Long.parseLong(text);
            if (value < least || value > most) {
                throw invalid(key + " " + value + ". Give " + least + " to " + most + ".");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, key + " \"" + text + "\" is not a whole number.", e);
        }
    }

    private static MaestroException invalid(String why) {
        return new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, why);
    }

    /** As {@link #json} wrote it. */
    static OrchestraSettings read(JsonNode said) {
        return Json.MAPPER.convertValue(said, OrchestraSettings.class);
    }

    JsonNode json() {
        return Json.MAPPER.valueToTree(this);
    }

    OrchestraRecipe recipe() {
        OrchestraRecipe standard = OrchestraRecipe.standard();
        return levelSteps == 0 && phaseSteps == 0 ? standard : standard.limited(levelSteps, phaseSteps);
    }
}
