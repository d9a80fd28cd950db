package dev.maestro.inference.qwen;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.CheckpointErrors;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.checkpoint.StoredTensor;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.TorchProgram;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads weights in the plan's order while those read before are checked and brought into the form in which they are kept. */
final class Weights {
    /** Numbers of PyTorch's types. */
    static final Map<DataType, Integer> TORCH_TYPE = Map.of(DataType.FLOAT16, 5, DataType.FLOAT32, 6, DataType.BFLOAT16, 15);
    /** A buffer holds at most 2 GiB; larger tensors are read in pieces. A multiple of every type's size. */
    private static final long PIECE = 1L << 30;
    /** At once, whatever the number the model computes with later, as reading does; each holds a matrix as it was read, and up to 64 MB in float32. */
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    private final TorchProgram program;
    private final TensorScope scope;
    private final Checkpoint checkpoint;
    private final DataType type;
    private final WeightLayout layout;
    private final PtNDArray like;

    /**
     * @param scope owns the weights
     * @param type  computed with
     * @param like  a tensor on the device
     */
    Weights(TorchProgram program, TensorScope scope, Checkpoint checkpoint, DataType type, WeightLayout layout, PtNDArray like) {
        this.program = program;
        this.scope = scope;
        this.checkpoint = checkpoint;
        this.type = type;
        this.layout = layout;
        this.like = like;
    }

    /** @throws CheckpointRefusedException when a tensor is missing, misshapen, or holds what is not a finite number */
    IValue load(List<WeightPlan.Need> needs) {
        List<Future<IValue>> made = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            try {
                submit(needs, pool, made);
                return listed(made);
            } finally {
                pool.shutdownNow();
                made.forEach(Weights::closeWhenMade);
            }
        }
    }

    private void submit(List<WeightPlan.Need> needs, ExecutorService pool, List<Future<IValue>> made) {
        Map<String, Future<IValue>> byName = new HashMap<>();
        Semaphore read = new Semaphore(THREADS + 1);
        for (WeightPlan.Need need : needs) {
            Future<IValue> before = byName.get(need.name());
            if (before != null) {
                // The head that is the embedding as well.
                made.add(pool.submit(() -> again(before, need)));
                continue;
            }
            read.acquireUninterruptibly();
            failed(made);
            PtNDArray tensor = read(checkpoint.tensor(need.name(), need.shape()), need);
            Future<IValue> one = pool.submit(released(read, () -> made(tensor, need)));
            byName.put(need.name(), one);
            made.add(one);
        }
    }

    private static Callable<IValue> released(Semaphore read, Callable<IValue> work) {
        return () -> {
            try {
                return work.call();
            } finally {
                read.release();
            }
        };
    }

    /** Throws early what would be thrown at the end. */
    private static void failed(List<Future<IValue>> made) {
        made.stream().filter(one -> one.state() == Future.State.FAILED).findFirst().ifPresent(Weights::result);
    }

    private IValue listed(List<Future<IValue>> made) {
        IValue all = scope.keep(program.call("weights"));
        for (Future<IValue> one : made) {
            program.call("append", all, result(one)).close();
        }
        return all;
    }

    private static IValue result(Future<IValue> made) {
        try {
            return made.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("a weight could not be made", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("loading was interrupted", e);
        }
    }

    private static void closeWhenMade(Future<IValue> made) {
        if (made.state() == Future.State.SUCCESS) {
            made.resultNow().close();
        }
    }

    private IValue made(PtNDArray stored, WeightPlan.Need need) {
        boolean table = WeightPlan.isTable(need);
        try (TensorScope call = scope.inner()) {
            call.keep(stored);
            StoredTensor from = checkpoint.tensors().get(need.name());
            DataType held = layout.held(type, from.type(), need);
            // Widened or not, a weight has the value that it has in the type asked for.
            DataType rounded = type == DataType.FLOAT32 ? held : type;
            PtNDArray tensor = call.tensor(call.keep(program.call("adopt", call.value(stored), call.integer(TORCH_TYPE.get(rounded)),
                    call.integer(TORCH_TYPE.get(held)), call.value(like))));
            if (call.keep(program.call("unsound", call.tensors(List.of(tensor)))).toLong() >= 0) {
                throw new CheckpointRefusedException(CheckpointErrors.CHECKPOINT_NOT_FINITE, "tensor " + need.name() + " in " + from.file()
                        + " holds values that are not finite numbers. Fetch it again, or use a checkpoint from before training went wrong.");
            }
            return program.call(table ? "plain" : layout.form(need), call.value(tensor));
        }
    }

    /** A table that is multiplied with as well. */
    private IValue again(Future<IValue> table, WeightPlan.Need need) {
        try (TensorScope call = scope.inner()) {
            return program.call(layout.form(need), call.keep(program.call("tensor", result(table))));
        }
    }

    /** Into memory of its own. */
    private PtNDArray read(StoredTensor stored, WeightPlan.Need need) {
        try (TensorScope call = scope.inner()) {
            IValue room = call.keep(program.call("unfilled", call.integers(need.matrix()), call.integer(TORCH_TYPE.get(stored.type()))));
            int width = stored.type().bytes();
            for (long at = 0; at < stored.bytes(); at += PIECE) {
                long size = Math.min(PIECE, stored.bytes() - at);
                try (TensorScope piece = scope.inner()) {
                    PtNDArray part = piece
                            .tensor(piece.keep(program.call("part", room, piece.integer(at / width), piece.integer(size / width))));
                    checkpoint.read(stored, at, piece.memory(part));
                }
            }
            return scope.detached(room);
        }
    }
}
