package dev.maestro.rules.facts;

/**
 * A fact of {@code dispatch}, present at most once: the words left the choice open, and there is a {@link Meaning} for
 * each {@link Candidate}.
 */
public record ByMeaning() {}
