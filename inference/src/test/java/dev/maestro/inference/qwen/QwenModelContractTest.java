package dev.maestro.inference.qwen;

import dev.maestro.inference.engine.DecoderModel;
import dev.maestro.inference.engine.DecoderModelContract;

class QwenModelContractTest implements DecoderModelContract {
    private static final ReferenceModel REFERENCE = ReferenceModel.of("sees-deep");

    @Override
    public DecoderModel model() {
        return QwenModel.load(REFERENCE.folder(), LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(1_000));
    }
}
