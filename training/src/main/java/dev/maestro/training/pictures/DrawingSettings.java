package dev.maestro.training.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.training.record.TrainingErrors;
import java.util.List;
import java.util.Map;

/**
 * What a run about pictures can be told.
 *
 * @param task     {@code pictures}
 * @param seed     of weights, pictures and draws
 * @param pictures to learn from; 0: as the recipe has it
 * @param steps    of learning from rewards; 0: as the recipe has it
 */
public record DrawingSettings(String task, long seed, int pictures, int steps) {
    static final String TASK = "pictures";
    private static final List<String> KEYS = List.of("task", "seed", "pictures", "steps");
    private static final int MOST = 100_000;
    /** Two of charts, two of texts, five of shapes. */
    private static final int LEAST_PICTURES = 9;

    /** @throws MaestroException {@code TRAINING_SETTING_INVALID} */
    public static DrawingSettings of(Map<String, String> given) {
        for (String key : given.keySet()) {
            if (!KEYS.contains(key)) {
                throw invalid("there is no setting \"" + key + "\" of task " + TASK + "." + NearestNames.sentence(key, KEYS));
            }
        }
        int pictures = (int) number(given, "pictures", 0, MOST);
        if (pictures > 0 && pictures < LEAST_PICTURES) {
            throw invalid("pictures " + pictures + ". Give " + LEAST_PICTURES + " to " + MOST + ", or 0 for as many as the recipe has.");
        }
        return new DrawingSettings(TASK, number(given, "seed", Long.MIN_VALUE, Long.MAX_VALUE), pictures,
                (int) number(given, "steps", 0, MOST));
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
    static DrawingSettings read(JsonNode said) {
        return Json.MAPPER.convertValue(said, DrawingSettings.class);
    }

    JsonNode json() {
        return Json.MAPPER.valueToTree(this);
    }

    DrawingRecipe recipe() {
        return DrawingRecipe.standard().with(pictures, steps);
    }
}
