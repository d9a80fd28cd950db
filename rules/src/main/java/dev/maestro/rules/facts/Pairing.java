package dev.maestro.rules.facts;

/** A fact of {@code admit}, present when expert and skill are known: whether the registry lets them work together. */
public record Pairing(String expert, String skill, boolean allowed) {}
