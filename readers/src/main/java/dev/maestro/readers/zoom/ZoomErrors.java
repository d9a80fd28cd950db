package dev.maestro.readers.zoom;

import dev.maestro.core.errors.ErrorCode;

/** What the zoom cannot do. */
public enum ZoomErrors implements ErrorCode {
    ZOOM_TASK("The zoom finds a region (ground) in one picture and does nothing else. Send a picture, and ask for that.");

    private final String meaning;

    ZoomErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
