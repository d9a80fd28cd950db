package dev.maestro.readers.opencv;

import dev.maestro.core.errors.MaestroException;

/** The OpenCV natives cannot be loaded on this machine; embedded experts and image drawing need them. */
public final class OpenCvUnavailableException extends MaestroException {
    private static final long serialVersionUID = 1L;

    OpenCvUnavailableException(String platform, Throwable cause) {
        super(OpenCvErrors.OPENCV_UNAVAILABLE, "the OpenCV natives cannot be loaded on " + platform + " (" + cause.getMessage()
                + "). They exist for linux and osx on x86_64 and ARMv8 and for windows on x86_64, need glibc on linux,"
                + " and are unpacked into MAESTRO_HOME/native or the temporary folder: one of these must be writable and executable.",
                cause);
    }
}
