package dev.maestro.policy.checkpoint;

/**
 * How a held checkpoint decides.
 *
 * @param concurrent      decisions decoded together, at least 1
 * @param temperature     0 decides by the best token; above, draws with the seed
 * @param maxOutputTokens of one decision, thoughts included
 * @param constrained     whether only valid actions can be written
 * @param candidates      most pairs of expert and skill recorded beside a call
 */
public record DecisionSettings(int concurrent, double temperature, long seed, int maxOutputTokens, boolean constrained, int candidates) {}
