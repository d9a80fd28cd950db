package dev.maestro.rules.facts;

/**
 * Inserted by {@code dispatch}, read by {@code limits}: the leaf whose plan runs.
 *
 * @param leaf  canonical name
 * @param route key among its siblings; empty when there was nothing to route
 */
public record Choice(String leaf, String route) {
    public Choice {
        leaf = Bounds.name(leaf);
        route = Bounds.name(route);
    }
}
