package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;

/**
 * Bounds of an {@link Engine}.
 *
 * @param kvBytes       memory for keys and values, of running and held sequences together
 * @param imageBytes    memory for features of images; the images of one prompt are kept while it is read, whatever they take
 * @param maxRunning    sequences that are decoded together
 * @param maxWaiting    requests that may wait; more are refused as overloaded
 * @param block         sequences get room in multiples of so many tokens
 * @param prefillChunk  tokens of a prompt that are read between two decoding steps; about four times as many when nobody decodes
 * @param anyLength     whether a sequence may be longer than the model was made for, as the transformers library lets it be
 */
public record EngineSettings(long kvBytes, long imageBytes, int maxRunning, int maxWaiting, int block, int prefillChunk,
        boolean anyLength) {
    /** 64 tokens are 9 MB of the 4B model: little to waste, few copies. */
    private static final int BLOCK = 64;
    /** On a GPU 256 tokens cost hardly more than one decoding step; on a CPU the others wait for about a second. */
    private static final int PREFILL_CHUNK = 256;

    public EngineSettings {
        if (kvBytes < 1 || imageBytes < 0 || maxRunning < 1 || maxWaiting < 1 || block < 1 || prefillChunk < 1) {
            throw new MaestroException(EngineErrors.ENGINE_SETTINGS_INVALID,
                    "every bound must be positive: kv_bytes " + kvBytes + ", image_bytes "
                            + imageBytes + ", max_running " + maxRunning + ", max_waiting " + maxWaiting + ", block " + block
                            + ", prefill_chunk " + prefillChunk);
        }
    }

    /** With room for so many bytes of keys and values, and a quarter of that for images. */
    public static EngineSettings within(long kvBytes) {
        return new EngineSettings(kvBytes, kvBytes / 4, 16, 256, BLOCK, PREFILL_CHUNK, false);
    }

    public EngineSettings running(int most) {
        return new EngineSettings(kvBytes, imageBytes, most, maxWaiting, block, prefillChunk, anyLength);
    }

    public EngineSettings waiting(int most) {
        return new EngineSettings(kvBytes, imageBytes, maxRunning, most, block, prefillChunk, anyLength);
    }

    public EngineSettings images(long bytes) {
        return new EngineSettings(kvBytes, bytes, maxRunning, maxWaiting, block, prefillChunk, anyLength);
    }

    public EngineSettings chunks(int blockTokens, int prefillTokens) {
        return new EngineSettings(kvBytes, imageBytes, maxRunning, maxWaiting, blockTokens, prefillTokens, anyLength);
    }

    public EngineSettings anyLength(boolean allowed) {
        return new EngineSettings(kvBytes, imageBytes, maxRunning, maxWaiting, block, prefillChunk, allowed);
    }
}
