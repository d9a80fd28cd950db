package dev.maestro.training.torch;

import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.SafetensorsWriter;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.checkpoint.WeightPlan.Need;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import dev.maestro.training.record.TrainingErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the optimiser keeps beside the weights, and how all of it is stored. For one thread. */
final class TrainerState {
    private static final String FORMAT = "maestro-trainer-1";
    private static final String FIRST = "first.";
    private static final String SECOND = "second.";
    private static final String FILE = "state.json";

    private final QwenWeights weights;
    private final List<PtNDArray> first = new ArrayList<>();
    private final List<PtNDArray> second = new ArrayList<>();
    private final List<PtNDArray> gradients = new ArrayList<>();
    private final List<PtNDArray> counts = new ArrayList<>();
    private long steps;

    TrainerState(QwenWeights weights) {
        this.weights = weights;
        for (Need need : weights.needs()) {
            first.add(weights.zeros(need));
            second.add(weights.zeros(need));
            gradients.add(weights.zeros(need));
            counts.add(weights.zeros());
        }
    }

    List<PtNDArray> first() {
        return first;
    }

    List<PtNDArray> second() {
        return second;
    }

    List<PtNDArray> gradients() {
        return gradients;
    }

    /** Of steps, as the optimiser counts them: one for each weight. */
    List<PtNDArray> counts() {
        return counts;
    }

    long steps() {
        return steps;
    }

    void count() {
        steps++;
    }

    void clear() {
        for (int i = 0; i < first.size(); i++) {
            int size = Math.toIntExact(weights.needs().get(i).elements());
            weights.write(first.get(i), new float[size]);
            weights.write(second.get(i), new float[size]);
        }
        counted(0);
    }

    /** The sums of gradients by name of the weight; they are 0 afterwards. */
    Map<String, float[]> takeGradients() {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (int i = 0; i < gradients.size(); i++) {
            float[] values = new float[Math.toIntExact(weights.needs().get(i).elements())];
            int[] at = {0};
            weights.each(gradients.get(i), part -> {
                System.arraycopy(part, 0, values, at[0], part.length);
                at[0] += part.length;
            });
            weights.write(gradients.get(i), new float[values.length]);
            all.put(weights.needs().get(i).name(), values);
        }
        return all;
    }

    private void counted(long count) {
        steps = count;
        counts.forEach(tensor -> weights.write(tensor, new float[]{count}));
    }

    SavedFolder save(Path folder, SavedFolder.Content beside) {
        weights.requireSound();
        return SavedFolder.write(folder, into -> {
            try (SafetensorsWriter out = SafetensorsWriter.create(into.resolve("model.safetensors"))) {
                WeightsFolder.write(out, weights, "", weights.needs(), weights.tensors());
                WeightsFolder.write(out, weights, FIRST, weights.needs(), first);
                WeightsFolder.write(out, weights, SECOND, weights.needs(), second);
            }
            ObjectNode said = Json.MAPPER.createObjectNode().put("format", FORMAT).put("steps", steps);
            Files.writeString(into.resolve(FILE), said + "\n");
            beside.write(into);
        });
    }

    void load(Path folder) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            JsonNode said = Json.MAPPER.readTree(folder.resolve(FILE).toFile());
            if (!said.path("format").asText().equals(FORMAT) || !said.path("steps").canConvertToLong() || said.path("steps").asLong() < 0) {
                throw refused(folder, FILE + " says " + said, null);
            }
            // First everything that can be refused.
            weights.needs().forEach(need -> checkpoint.tensor(need.name(), need.shape()));
            for (String prefix : List.of(FIRST, SECOND)) {
                weights.needs().forEach(need -> checkpoint.tensor(prefix + need.name(), need.shape()));
            }
            read(checkpoint, "", weights.needs(), weights.tensors());
            read(checkpoint, FIRST, weights.needs(), first);
            read(checkpoint, SECOND, weights.needs(), second);
            checkpoint.requireUnchanged();
            counted(said.path("steps").asLong());
        } catch (CheckpointRefusedException | IOException e) {
            throw refused(folder, String.valueOf(e.getMessage()), e);
        }
    }

    private static MaestroException refused(Path folder, String why, @Nullable Throwable cause) {
        return new MaestroException(TrainingErrors.TRAINING_STATE_INVALID,
                "the state in " + folder + " does not belong to this model: " + why,
                cause);
    }

    private void read(Checkpoint checkpoint, String prefix, List<Need> needs, List<PtNDArray> into) {
        for (int i = 0; i < needs.size(); i++) {
            StoredTensor stored = checkpoint.tensor(prefix + needs.get(i).name(), needs.get(i).shape());
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(stored.bytes())).order(ByteOrder.LITTLE_ENDIAN);
            checkpoint.read(stored, 0, bytes);
            float[] values = new float[bytes.capacity() / Float.BYTES];
            bytes.flip().asFloatBuffer().get(values);
            weights.write(into.get(i), values);
        }
    }
}
