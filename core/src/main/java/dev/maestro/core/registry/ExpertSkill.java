package dev.maestro.core.registry;

/**
 * A row of {@code expert_skills}: whether an expert can do a skill, and how gladly it is chosen for
 * it. A pair without a row is allowed for experts of capability {@code answer} (they are generalists)
 * and refused otherwise.
 *
 * @param skill      a Level-1 or Level-2 skill; a leaf without a row takes its parent's
 * @param preference order among the experts of a skill, smaller first
 */
public record ExpertSkill(String expert, String skill, boolean allowed, int preference) {}
