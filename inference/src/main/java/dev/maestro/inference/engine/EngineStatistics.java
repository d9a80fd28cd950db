package dev.maestro.inference.engine;

/**
 * An engine at a moment. Counts are since its start.
 *
 * @param waiting         requests that are not read yet
 * @param running         sequences being decoded, the one being read included
 * @param held            sequences kept for their prefixes
 * @param kvBytes         memory of running and held sequences; {@code kvBytesMost} its highest value
 * @param kvLimit         bound of it; falls when the device had less than was promised, and comes back as generations end
 * @param promptTokens    of all requests; {@code reusedTokens} of them were not computed again
 * @param generatedTokens drawn
 * @param decodeSteps     calls of the model that decoded; generated tokens per step is the mean batch
 * @param preemptions     times a sequence gave its memory up and was computed again
 * @param cancelled       of the finished
 * @param tokensPerSecond drawn in the last seconds of work
 */
public record EngineStatistics(
        int waiting, int running, int held, long kvBytes, long kvBytesMost, long kvLimit, long imageBytes, long imagesEncoded,
        long imagesReused,
        long promptTokens, long reusedTokens, long generatedTokens, long decodeSteps, long preemptions, long finished, long failed,
        long refused,
        long cancelled, double tokensPerSecond) {}
