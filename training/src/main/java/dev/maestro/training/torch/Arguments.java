package dev.maestro.training.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.VisionConfig;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.qwen.VisionGrid;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.training.record.TrainingErrors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Four tensors a picture: patches, taps, their weights, angles. */
    List<PtNDArray> pictures(List<PixelPatches> images, Optional<VisionConfig> vision) {
        List<PtNDArray> pictures = new ArrayList<>();
        for (PixelPatches image : images) {
            VisionConfig eyes = vision.orElseThrow(() -> new MaestroException(TrainingErrors.TRAINING_BATCH_INVALID,
                    "a model without eyes was given a picture. Leave it out or use a qwen3_vl checkpoint."));
            VisionGrid grid = scope.keep(VisionGrid.of(eyes, image));
            int n = image.patches();
            pictures.add(scope.over(grid.patches(), DataType.FLOAT32, n, eyes.patchValues()));
            pictures.add(scope.over(direct(grid.taps()), DataType.INT64, 4L * n));
            pictures.add(scope.over(grid.weights(), DataType.FLOAT32, n, 4));
            pictures.add(scope.over(grid.angles(), DataType.FLOAT32, n, eyes.headSize()));
        }
        return pictures;
    }

    /** What follows the weights in the arguments of {@code trainer.py}. */
    List<IValue> batch(PackedBatch b, Optional<VisionConfig> vision, QwenWeights.Shared shared) {
        List<PtNDArray> pictures = pictures(b.images, vision);
        return List.of(longs(b.ids, b.ids.length), longs(b.positions, 3, b.ids.length), longs(b.prompts, b.promptCount, b.promptLength),
                longs(b.branches, b.branchCount, b.branchLength), longs(b.back, b.ids.length), longs(b.lengths, b.promptCount),
                longs(b.rows, b.rows.length), longs(b.columns, b.columns.length), longs(b.local, b.few, b.mostAllowed),
                floats(b.good, b.few, b.mostAllowed), longs(b.target, b.target.length),
                floats(b.numbers, PackedBatch.NUMBERS, b.rows.length), longs(b.placeholders, b.placeholders.length), tensors(pictures),
                shared.tower(), shared.eyes());
    }

    IValue keep(IValue value) {
        return scope.keep(value);
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
