package dev.maestro.readers.opencv;

import dev.maestro.core.errors.ErrorCode;

/** What keeps images from being measured at all. */
public enum OpenCvErrors implements ErrorCode {
    OPENCV_UNAVAILABLE(
            "The OpenCV natives cannot be loaded on this machine. The message says where they exist and what they need.");

    private final String meaning;

    OpenCvErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
