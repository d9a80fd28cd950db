package dev.maestro.app.benchmark;

import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.SafetensorsWriter;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.checkpoint.WeightPlan.Need;
import dev.maestro.orchestra.text.CheckpointFiles;
import dev.maestro.orchestra.text.CheckpointShape;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A checkpoint of the benchmark whose weights are drawn: what it decides makes no sense, and is always the same. */
public final class OrchestraCheckpoint {
    private OrchestraCheckpoint() {}

    public static Path write(Path folder, long seed) {
        CheckpointFiles.write(folder, CheckpointShape.SMALL, OrchestraTokenizer.standard());
        SplittableRandom random = new SplittableRandom(seed);
        try (SafetensorsWriter out = SafetensorsWriter.create(folder.resolve("model.safetensors"))) {
            for (Need need : WeightPlan.of(ModelConfig.read(folder)).text().stream().distinct().toList()) {
                float[] values = new float[(int) need.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) ((need.name().contains("norm") ? 1 : 0) + 0.14 * random.nextGaussian());
                }
                out.begin(need.name(), need.shape().stream().mapToLong(Long::longValue).toArray());
                out.write(values);
                out.end();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
