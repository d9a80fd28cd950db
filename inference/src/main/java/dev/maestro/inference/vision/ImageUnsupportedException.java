package dev.maestro.inference.vision;

import dev.maestro.core.errors.MaestroException;

/** An image that cannot be given to the model; the message says why and what is accepted. */
public final class ImageUnsupportedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    ImageUnsupportedException(ModelImageErrors code, String reason) {
        super(code, reason);
    }
}
