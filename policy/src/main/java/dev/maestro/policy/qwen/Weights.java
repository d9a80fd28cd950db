package dev.maestro.policy.qwen;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.policy.checkpoint.Checkpoint;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import dev.maestro.policy.checkpoint.DataType;
import dev.maestro.policy.checkpoint.StoredTensor;
import dev.maestro.policy.checkpoint.WeightPlan;
import dev.maestro.policy.torch.TensorScope;
import dev.maestro.policy.torch.TorchProgram;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights as tensors, in the plan's order. Where the device is the processor and the stored type is the one
 * wanted, they are the mapped file itself.
 */
final class Weights {
    /** Numbers of PyTorch's types. */
    static final Map<DataType, Integer> TORCH_TYPE = Map.of(DataType.FLOAT16, 5, DataType.FLOAT32, 6, DataType.BFLOAT16, 15);
    /** A buffer holds at most this; larger tensors come in pieces. A multiple of every row's alignment. */
    private static final long PIECE = 1L << 30;

    private final TorchProgram program;
    private final TensorScope scope;
    private final Checkpoint checkpoint;
    private final DataType type;
    private final boolean widen;
    private final long packFrom;
    private final PtNDArray like;
    private final Map<String, PtNDArray> made = new HashMap<>();

    /**
     * @param scope owns the tensors
     * @param type  wanted
     * @param widen whether matrices are wanted in float32 instead
     * @param packFrom elements from which a float32 matrix is packed for the processor's kernels
     * @param like  a tensor on the device
     */
    Weights(TorchProgram program, TensorScope scope, Checkpoint checkpoint, DataType type, boolean widen, long packFrom, PtNDArray like) {
        this.program = program;
        this.scope = scope;
        this.checkpoint = checkpoint;
        this.type = type;
        this.widen = widen;
        this.packFrom = packFrom;
        this.like = like;
    }

    /** @throws CheckpointRefusedException when a tensor is missing, misshapen, or holds what is not a finite number */
    IValue load(List<WeightPlan.Need> needs) {
        List<PtNDArray> tensors = new ArrayList<>();
        for (WeightPlan.Need need : needs) {
            boolean again = made.containsKey(need.name());
            PtNDArray plain = again ? made.get(need.name()) : checked(make(checkpoint.tensor(need.name(), need.shape())), need.name());
            made.put(need.name(), plain);
            // Tables are looked up, not multiplied; one that is the head as well comes a second time.
            boolean table = need.name().endsWith("embed_tokens.weight") || need.name().endsWith("pos_embed.weight");
            boolean matrix = need.shape().size() == 2 && need.elements() >= packFrom && (type == DataType.FLOAT32 || widen);
            if (matrix && (again || !table)) {
                tensors.add(packed(plain));
                if (!table) {
                    made.remove(need.name()).close();
                }
            } else {
                tensors.add(plain);
            }
        }
        return scope.tensors(tensors);
    }

    private PtNDArray packed(PtNDArray plain) {
        try (TensorScope call = scope.inner()) {
            return scope.tensor(call.keep(program.call("packed", call.value(plain))));
        }
    }

    private PtNDArray checked(PtNDArray tensor, String name) {
        try (TensorScope call = scope.inner()) {
            if (call.keep(program.call("unsound", call.tensors(List.of(tensor)))).toLong() >= 0) {
                throw new CheckpointRefusedException("CHECKPOINT_NOT_FINITE", "tensor " + name + " in " + checkpoint.tensors().get(name).file()
                        + " holds values that are not finite numbers. Fetch it again, or use a checkpoint from before training went wrong.");
            }
        }
        return tensor;
    }

    private PtNDArray make(StoredTensor stored) {
        // The embedding is looked up, not multiplied, where it is not the head as well; norms and biases are small.
        DataType wanted = widen && stored.shape().size() > 1 ? DataType.FLOAT32 : type;
        try (TensorScope call = scope.inner()) {
            MemorySegment bytes = checkpoint.bytes(stored);
            long rowBytes = stored.shape().isEmpty() || stored.shape().getFirst() == 0 ? stored.bytes() : stored.bytes() / stored.shape().getFirst();
            long rowsAtOnce = Math.max(1, PIECE / Math.max(1, rowBytes));
            List<PtNDArray> pieces = new ArrayList<>();
            for (long at = 0; at < stored.bytes(); at += rowsAtOnce * rowBytes) {
                long size = Math.min(rowsAtOnce * rowBytes, stored.bytes() - at);
                long[] shape = stored.shape().stream().mapToLong(Long::longValue).toArray();
                if (shape.length > 0) {
                    shape[0] = size / rowBytes;
                }
                ByteBuffer buffer = bytes.asSlice(at, size).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
                pieces.add(call.over(buffer, stored.type() == DataType.FLOAT32 ? ai.djl.ndarray.types.DataType.FLOAT32 : ai.djl.ndarray.types.DataType.FLOAT16, shape));
            }
            return scope.tensor(call.keep(program.call("adopt", call.tensors(pieces), call.integer(TORCH_TYPE.get(stored.type())), call.integer(TORCH_TYPE.get(wanted)), call.value(like))));
        }
    }
}
