package dev.maestro.rules.facts;

/** Fact of {@code dispatch}, at most one: the words left the choice open, and there is a {@link Meaning} for each {@link Candidate}. */
public record ByMeaning() {}
