package dev.maestro.orchestra.world;

/**
 * What an expert says.
 *
 * @param value one of {@link OrchestraWorld#VALUES}
 * @param sure  whether it says that it is sure
 * @param right whether the value is what the skill was to find; hidden from policies
 */
public record SimulatedReply(String value, boolean sure, boolean right) {}
