package dev.maestro.rules.facts;

/**
 * A fact of {@code dispatch}, present at most once: the words alone choose the leaf, because they say enough or because
 * there is nothing to compare meanings with. It is present exactly when no {@link Meaning} is.
 */
public record ByWords() {}
