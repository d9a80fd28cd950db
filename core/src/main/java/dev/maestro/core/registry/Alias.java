package dev.maestro.core.registry;

/**
 * A row of {@code expert_aliases} or {@code skill_aliases}: another spelling of a canonical name.
 *
 * @param profile  {@code default} or {@code reference}
 * @param alias    lower-case spelling
 * @param match    whether the whole written name must equal it, or only contain it
 * @param priority order among {@link Match#CONTAINS} aliases, smaller first
 * @param target   canonical name
 */
public record Alias(Profile profile, String alias, Match match, int priority, String target) {
    public enum Match { EXACT, CONTAINS }
}
