package dev.maestro.orchestra.world;

/** A skill of one task: what it does is hidden but for its description. */
public record SimulatedSkill(String name, Operation operation, String description) {}
