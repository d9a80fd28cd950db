package dev.maestro.rules.facts;

/**
 * Inserted by {@code limits}: this expert may be asked when the asked one cannot be reached.
 *
 * @param tier  smaller is asked first
 * @param order within a tier, smaller is asked first
 */
public record Fallback(String expert, int tier, int order) {
    public Fallback {
        expert = Bounds.name(expert);
    }
}
