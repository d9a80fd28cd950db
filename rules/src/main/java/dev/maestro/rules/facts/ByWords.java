package dev.maestro.rules.facts;

/**
 * Fact of {@code dispatch}, at most one: the words alone choose the leaf, because they say enough or because there
 * is nothing to compare meanings with. Stands exactly when no {@link Meaning} does.
 */
public record ByWords() {}
