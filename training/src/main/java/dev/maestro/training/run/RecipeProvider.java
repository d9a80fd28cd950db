package dev.maestro.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.policy.checkpoint.NativesSettings;
import java.nio.file.Path;
import java.util.Map;

/** What can be trained: found on the class path. */
public interface RecipeProvider {
    /** Settings of a run, complete. @throws dev.maestro.core.errors.MaestroException when one is not known or out of range */
    JsonNode settings(Map<String, String> given);

    /** @param home where the folders of runs lie */
    LearnerFactory learners(Path home, NativesSettings natives);
}
