package dev.maestro.inference.engine;

/** The stand-in that the engine's tests use keeps the contract too. */
class HashModelContractTest implements DecoderModelContract {
    @Override
    public DecoderModel model() {
        return new HashModel(100_000, 100_000L * HashModel.BYTES_PER_TOKEN);
    }
}
