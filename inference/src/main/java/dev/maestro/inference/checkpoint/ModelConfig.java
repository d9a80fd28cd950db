package dev.maestro.inference.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model's architecture as its {@code config.json} states it.
 *
 * @param modelType         {@code qwen3_vl} or {@code qwen3}
 * @param vision            empty for a model without eyes
 * @param tiedEmbeddings    whether the output head is the embedding
 * @param stated            number format that the configuration names
 * @param imageToken        id of the placeholder for one merged square of an image
 * @param visionStartToken  id of the token before an image
 * @param visionEndToken    id of the token after an image
 * @param endTokens         ids that end a text, as far as this file says
 */
public record ModelConfig(
        String modelType,
        TextConfig text,
        Optional<VisionConfig> vision,
        boolean tiedEmbeddings,
        Optional<DataType> stated,
        OptionalInt imageToken,
        OptionalInt videoToken,
        OptionalInt visionStartToken,
        OptionalInt visionEndToken,
        Set<Integer> endTokens) {
    public ModelConfig {
        endTokens = Set.copyOf(endTokens);
    }

    /** @throws CheckpointRefusedException when the file is missing, not JSON, or asks for what is not supported; all of that is named */
    public static ModelConfig read(Path folder) {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new CheckpointRefusedException(CheckpointErrors.CONFIG_MISSING,
                    "no config.json in " + folder + ". Give the folder of a published checkpoint.");
        }
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CONFIG_INVALID,
                    file + " is not JSON: " + e.getOriginalMessage() + ". Fetch it again.",
                    e);
        } catch (IOException e) {
            throw new CheckpointRefusedException(CheckpointErrors.CONFIG_INVALID, file + " cannot be read: " + e.getMessage() + ".", e);
        }
        ConfigReader reader = new ConfigReader(file.toString(), root);
        ModelConfig config = reader.model();
        reader.finish();
        return config;
    }

    /** The same with an output head that is not the embedding. */
    public ModelConfig withSeparateHead() {
        return new ModelConfig(modelType, text, vision, false, stated, imageToken, videoToken, visionStartToken, visionEndToken, endTokens);
    }

    static Set<Integer> ids(JsonNode node) {
        Set<Integer> ids = new TreeSet<>();
        if (node.isArray()) {
            node.forEach(n -> ids.add(n.asInt()));
        } else if (node.isIntegralNumber()) {
            ids.add(node.intValue());
        }
        return ids;
    }
}
