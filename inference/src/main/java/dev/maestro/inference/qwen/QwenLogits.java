package dev.maestro.inference.qwen;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.torch.TensorScope;
import dev.maestro.inference.torch.TorchProgram;
import java.util.Arrays;

/** Scores [rows, vocabulary] in float32, on the model's device. */
final class QwenLogits implements DecoderModel.Logits {
    private final TorchProgram program;
    private final TensorScope scope;
    private final IValue scores;
    private final int rows;

    QwenLogits(TorchProgram program, TensorScope scope, IValue scores, int rows) {
        this.program = program;
        this.scope = scope;
        this.scores = scores;
        this.rows = rows;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public float[] row(int row) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException("row " + row + " of " + rows);
        }
        try (TensorScope call = scope.inner()) {
            return call.tensor(call.keep(program.call("row", scores, call.integer(row)))).toFloatArray();
        }
    }

    @Override
    public int[] argmax() {
        try (TensorScope call = scope.inner()) {
            PtNDArray best = call.tensor(call.keep(program.call("best", scores)));
            return Arrays.stream(best.toLongArray()).mapToInt(Math::toIntExact).toArray();
        }
    }

    @Override
    public float[] logProbabilities(int[] tokens) {
        if (tokens.length != rows) {
            throw new IllegalArgumentException(tokens.length + " tokens for " + rows + " rows");
        }
        try (TensorScope call = scope.inner()) {
            return call.tensor(call.keep(program.call("chosen", scores, call.integers(QwenModel.longs(tokens))))).toFloatArray();
        }
    }

    @Override
    public void close() {
        scores.close();
    }
}
