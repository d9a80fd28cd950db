package dev.maestro.policy.qwen;

import dev.maestro.policy.engine.DecoderModel;
import dev.maestro.policy.engine.DecoderModelContract;

class QwenModelContractTest implements DecoderModelContract {
    private static final ReferenceModel REFERENCE = ReferenceModel.of("sees-deep");

    @Override
    public DecoderModel model() {
        return QwenModel.load(REFERENCE.folder(), LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(1_000));
    }
}
