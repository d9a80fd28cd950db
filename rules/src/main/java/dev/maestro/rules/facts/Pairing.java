package dev.maestro.rules.facts;

/**
 * Fact of {@code admit}, one where expert and skill are known: whether the registry lets them work together.
 */
public record Pairing(String expert, String skill, boolean allowed) {}
