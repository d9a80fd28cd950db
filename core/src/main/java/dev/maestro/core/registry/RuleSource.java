package dev.maestro.core.registry;

/**
 * A row of {@code rule_sources}: an operator's own rules for one stage.
 *
 * @param name  unique, shown as the file name in compile errors
 * @param stage {@code admit}, {@code dispatch} or {@code limits}
 * @param drl   Drools rule language, in package {@code dev.maestro.rules.<stage>}
 */
public record RuleSource(String name, String stage, String drl, boolean enabled) {}
