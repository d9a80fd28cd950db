package dev.maestro.rules.facts;

/**
 * Said by {@code dispatch}, seen by {@code limits}: the skill whose plan runs.
 *
 * @param leaf  canonical name
 * @param route key among its siblings; empty when there was nothing to route
 */
public record Choice(String leaf, String route) {}
