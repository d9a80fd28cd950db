package dev.maestro.inference.qwen;

import ai.djl.pytorch.engine.PtNDArray;
import dev.maestro.inference.engine.DecoderModel;

/** Features [1 + DeepStack layers, tokens, hidden size] of one image, the merged image first. */
record QwenFeatures(PtNDArray tensor, int tokens, long bytes) implements DecoderModel.ImageFeatures {
    @Override
    public void close() {
        tensor.close();
    }
}
