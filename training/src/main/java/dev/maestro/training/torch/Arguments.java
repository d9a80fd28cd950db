package dev.maestro.training.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.inference.torch.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Arguments of one native call; freed together. */
final class Arguments implements AutoCloseable {
    private final TensorScope scope;

    Arguments(TensorScope scope) {
        this.scope = scope;
    }

    static ByteBuffer direct(long... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Long.BYTES * values.length).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(values);
        return buffer;
    }

    static ByteBuffer direct(float... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES * values.length).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    IValue longs(long[] values, long... shape) {
        return scope.value(scope.over(direct(values), DataType.INT64, shape));
    }

    IValue floats(float[] values, long... shape) {
        return scope.value(scope.over(direct(values), DataType.FLOAT32, shape));
    }

    IValue integer(long value) {
        return scope.integer(value);
    }

    IValue reals(double... values) {
        return scope.numbers(values);
    }

    IValue tensors(List<PtNDArray> values) {
        return scope.tensors(values);
    }

    /** What follows the weights in the arguments of {@code trainer.py}. */
    List<IValue> batch(PackedBatch b) {
        return List.of(longs(b.ids, b.ids.length), longs(b.positions, 3, b.ids.length), longs(b.prompts, b.promptCount, b.promptLength),
                longs(b.branches, b.branchCount, b.branchLength), longs(b.back, b.ids.length), longs(b.lengths, b.promptCount),
                longs(b.rows, b.rows.length), longs(b.columns, b.columns.length), longs(b.local, b.few, b.mostAllowed),
                floats(b.good, b.few, b.mostAllowed), longs(b.target, b.target.length),
                floats(b.numbers, PackedBatch.NUMBERS, b.rows.length), tensors(List.of()), longs(new long[0], 0));
    }

    /** A result that is a list of float64 numbers on the processor. */
    double[] numbers(IValue result) {
        return scope.tensor(scope.keep(result)).toDoubleArray();
    }

    /** A result that is a list of float32 numbers on the processor. */
    float[] floats(IValue result) {
        return scope.tensor(scope.keep(result)).toFloatArray();
    }

    @Override
    public void close() {
        scope.close();
    }
}
