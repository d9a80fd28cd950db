package dev.maestro.core;

/**
 * An encoded image, upright, as the store holds it and as models are sent it. The bytes are shared, not copied:
 * nobody changes them.
 *
 * @param mediaType {@code image/png} or {@code image/jpeg}
 * @param width     in pixels
 * @param height    in pixels
 */
public record Image(byte[] bytes, String mediaType, int width, int height) {}
