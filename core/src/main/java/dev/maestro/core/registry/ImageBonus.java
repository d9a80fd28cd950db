package dev.maestro.core.registry;

/**
 * A row of {@code image_bonuses}: a leaf's score rises by {@code weight} when the call carries at
 * least {@code minImages} images.
 */
public record ImageBonus(Profile profile, String router, String leaf, int minImages, int weight) {}
