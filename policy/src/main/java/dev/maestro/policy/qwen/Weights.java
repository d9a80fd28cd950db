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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The weights as tensors, in the plan's order. */
final class Weights {
    /** Numbers of PyTorch's types. */
    static final Map<DataType, Integer> TORCH_TYPE = Map.of(DataType.FLOAT16, 5, DataType.FLOAT32, 6, DataType.BFLOAT16, 15);
    /** A buffer holds at most 2 GiB; larger tensors are read in pieces. A multiple of every type's size. */
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

    /** Read into memory of its own, and turned into what is wanted from there. */
    private PtNDArray make(StoredTensor stored) {
        // The embedding is looked up, not multiplied, where it is not the head as well; norms and biases are small.
        DataType wanted = widen && stored.shape().size() > 1 ? DataType.FLOAT32 : type;
        try (TensorScope call = scope.inner()) {
            long[] shape = stored.shape().stream().mapToLong(Long::longValue).toArray();
            IValue room = call.keep(program.call("unfilled", call.integers(shape), call.integer(TORCH_TYPE.get(stored.type()))));
            int width = stored.type().bytes();
            for (long at = 0; at < stored.bytes(); at += PIECE) {
                long size = Math.min(PIECE, stored.bytes() - at);
                try (TensorScope piece = scope.inner()) {
                    PtNDArray part = piece.tensor(piece.keep(program.call("part", room, piece.integer(at / width), piece.integer(size / width))));
                    checkpoint.read(stored, at, piece.memory(part));
                }
            }
            // Widened or not, a weight has the value that it has in the type asked for.
            return scope.tensor(call.keep(program.call("adopt", room, call.integer(TORCH_TYPE.get(type)), call.integer(TORCH_TYPE.get(wanted)), call.value(like))));
        }
    }
}
