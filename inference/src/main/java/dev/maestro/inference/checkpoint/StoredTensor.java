package dev.maestro.inference.checkpoint;

import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a tensor lies.
 *
 * @param dtype  as the header says, supported or not
 * @param offset first byte, from the beginning of the file
 * @param bytes  size; what type and shape need, where the type is supported
 */
public record StoredTensor(String name, Path file, String dtype, List<Long> shape, long offset, long bytes) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** @throws CheckpointRefusedException when its type is none that weights can have */
    public DataType type() {
        return DataType.ofStored(dtype)
                .orElseThrow(() -> new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_DTYPE_UNSUPPORTED,
                        "tensor " + name + " in " + file + " is of type " + dtype
                                + ". Supported: " + Arrays.stream(DataType.values()).map(DataType::stored).collect(Collectors.joining(", "))
                                + ". Convert the checkpoint; quantized weights are not read."));
    }
}
