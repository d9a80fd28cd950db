package dev.maestro.inference.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Owns native values: everything made or kept here is freed by {@link #close()}, last first, and nothing else
 * is. Scopes nest. Not thread-safe.
 */
public final class TensorScope implements AutoCloseable {
    private final PtNDManager manager;
    private final boolean root;
    private final List<AutoCloseable> owned = new ArrayList<>();

    TensorScope(PtNDManager manager) {
        this(manager, true);
    }

    private TensorScope(PtNDManager manager, boolean root) {
        this.manager = manager;
        this.root = root;
    }

    PtNDManager manager() {
        return manager;
    }

    /** A scope inside this one, to be closed before it. */
    public TensorScope inner() {
        return new TensorScope(manager, false);
    }

    public <T extends AutoCloseable> T keep(T value) {
        owned.add(value);
        return value;
    }

    public IValue integer(long value) {
        return keep(IValue.from(value));
    }

    public IValue number(double value) {
        return keep(IValue.from(value));
    }

    public IValue flag(boolean value) {
        return keep(IValue.from(value));
    }

    public IValue integers(long... values) {
        return keep(IValue.listFrom(values));
    }

    public IValue numbers(double... values) {
        return keep(IValue.listFrom(values));
    }

    public IValue tensors(List<PtNDArray> values) {
        return keep(IValue.listFrom(values.toArray(PtNDArray[]::new)));
    }

    public IValue value(PtNDArray tensor) {
        return keep(IValue.from(tensor));
    }

    /** A tensor over the buffer's own memory where this is a processor's scope; the buffer must outlive it. */
    public PtNDArray over(ByteBuffer direct, DataType type, long... shape) {
        return keep(manager.create(direct, new Shape(shape), type));
    }

    /** Where a contiguous tensor of a processor lies, to be read and written as long as the tensor is there. At most 2 GiB. */
    public ByteBuffer memory(PtNDArray tensor) {
        return JniUtils.getByteBuffer(tensor, true);
    }

    /** The value as a tensor that stays in this scope; {@code value} itself may be closed. */
    public PtNDArray tensor(IValue value) {
        return keep(value.toTensor(manager));
    }

    /** The value as a tensor that whoever gets it closes; at the latest it is freed with the outermost scope. */
    public PtNDArray detached(IValue value) {
        return value.toTensor(manager);
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            try {
                owned.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("a native value could not be freed", e);
            }
        }
        owned.clear();
        if (root) {
            manager.close();
        }
    }
}
