package dev.maestro.policy.checkpoint;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How a checkpoint is brought into memory, in words of settings and command lines; {@link CheckpointTools#requireValid}
 * says whether they are understood.
 *
 * @param device      {@code auto}, {@code cpu}, {@code cuda}, or one of several CUDA devices such as {@code cuda:1}
 * @param dtype       number format computed in: {@code auto} for the checkpoint's own, or its name
 * @param cacheTokens room for keys and values of so many tokens of all sequences together; empty for automatic
 * @param memoryLimit bytes that may be taken; empty for what the device has left
 */
public record CheckpointLoading(String device, String dtype, OptionalLong cacheTokens, OptionalLong memoryLimit, NativesSettings natives) {
    /** Leaves the choice to the machine and the checkpoint. */
    public static final String AUTO = "auto";

    /** Devices by name: one of three words, or group 2 for the number of a CUDA device; no machine has a thousand. */
    public static final Pattern DEVICE = Pattern.compile("(auto|cpu|cuda)|cuda:([0-9]{1,3})");
}
