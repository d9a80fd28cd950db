package dev.maestro.training.torch;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.training.record.TrainingErrors;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a trainer computes.
 *
 * @param cuda             which of the CUDA devices that this process sees; empty for the processor
 * @param type             computed with, float32 or bfloat16; weights and moments are float32 in either
 * @param recompute        whether layers are computed again on the way back instead of being kept: a third more work, and of
 *                         all layers' activations only what goes into each is held
 * @param microBatchTokens of prompts and responses computed together; a group is never cut. Into how many a batch is cut
 *                         changes rounding only
 * @param memoryLimit      bytes that may be taken; empty for what the device has left
 */
public record TrainerSettings(TorchSettings torch, OptionalInt cuda, DataType type, boolean recompute, int microBatchTokens,
        OptionalLong memoryLimit) {
    private static final int MICRO_BATCH_TOKENS = 16_384;

    public TrainerSettings {
        if (type == DataType.FLOAT16) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID,
                    "float16 overflows in training. Valid: float32, bfloat16.");
        }
        if (microBatchTokens < 1 || cuda.orElse(0) < 0 || memoryLimit.orElse(1) < 1) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, "micro-batches of " + microBatchTokens
                    + " tokens on device " + cuda + " within " + memoryLimit + " bytes. Valid: at least 1, 0 and 1.");
        }
    }

    /** On the processor in float32, one thread: results are the same bit for bit each time. */
    public static TrainerSettings standard() {
        return new TrainerSettings(TorchSettings.standard().with(1), OptionalInt.empty(), DataType.FLOAT32, false, MICRO_BATCH_TOKENS,
                OptionalLong.empty());
    }

    public TrainerSettings with(TorchSettings other) {
        return new TrainerSettings(other, cuda, type, recompute, microBatchTokens, memoryLimit);
    }

    public TrainerSettings onCuda(int device) {
        return new TrainerSettings(torch, OptionalInt.of(device), type, recompute, microBatchTokens, memoryLimit);
    }

    public TrainerSettings in(DataType other) {
        return new TrainerSettings(torch, cuda, other, recompute, microBatchTokens, memoryLimit);
    }

    public TrainerSettings recomputing(boolean again) {
        return new TrainerSettings(torch, cuda, type, again, microBatchTokens, memoryLimit);
    }

    public TrainerSettings inMicroBatchesOf(int tokens) {
        return new TrainerSettings(torch, cuda, type, recompute, tokens, memoryLimit);
    }

    public TrainerSettings withMemoryLimit(long bytes) {
        return new TrainerSettings(torch, cuda, type, recompute, microBatchTokens, OptionalLong.of(bytes));
    }
}
