package dev.maestro.training.orchestra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.text.CheckpointFiles;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.torch.SavedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The policy that {@code maestro train} made from random weights with the shipped recipe. Its weights come along; all else of the folder is
 * written from the recipe's shape.
 */
final class ShippedPolicy {
    private static final String WEIGHTS = "model.safetensors";

    private ShippedPolicy() {}

    /** What is known of it: {@code seed}, {@code digest} of the whole folder, {@code steps}, {@code sentence}. */
    static JsonNode about() {
        try (InputStream in = resource("about.json")) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("the policy that comes along is damaged", e);
        }
    }

    /**
     * @param folder written when it is not there, aside first
     * @return what it is, in a sentence
     */
    static String write(Path folder) {
        try {
            if (!Files.exists(folder) || !SavedFolder.digest(folder).equals(about().path("digest").asText())) {
                Files.createDirectories(folder);
                CheckpointFiles.write(folder, OrchestraRecipe.standard().shape(), OrchestraTokenizer.standard());
                try (InputStream in = resource(WEIGHTS)) {
                    Path aside = Files.createTempFile(folder, ".weights", "");
                    Files.write(aside, in.readAllBytes());
                    Files.move(aside, folder.resolve(WEIGHTS), java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                            java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return about().path("sentence").asText();
        } catch (IOException e) {
            throw new MaestroException(TrainingErrors.TRAINING_WRITE_FAILED, folder + ": " + e.getMessage(), e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ShippedPolicy.class.getResourceAsStream("learned/" + name), name);
    }
}
