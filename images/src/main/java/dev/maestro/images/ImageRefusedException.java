package dev.maestro.images;

import java.util.Locale;

/**
 * An image that is not taken in. The message says what was refused, the value, the limit and the fix;
 * it holds nothing of the image.
 */
public final class ImageRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public ImageRefusedException(Code code, String sentence) {
        super(code.text() + ": " + sentence);
        this.code = code;
    }

    ImageRefusedException(Code code, String sentence, Throwable cause) {
        super(code.text() + ": " + sentence, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Why. {@link #text()} is the stable form, e.g. {@code IMAGE_TOO_MANY_PIXELS}. */
    public enum Code {
        /** The file does not exist or cannot be read. */
        MISSING,
        /** No bytes. */
        EMPTY,
        /** More bytes than allowed. */
        TOO_MANY_BYTES,
        /** By its header more pixels than allowed; nothing was decoded. */
        TOO_MANY_PIXELS,
        /** A side of 0, a side too long, or a strip no model can look at. */
        ABSURD_DIMENSIONS,
        /** An image or document format that is known and not taken (SVG, PDF, HEIC, AVIF, …). */
        UNSUPPORTED_FORMAT,
        /** Several pages; which one is meant is not ours to guess. */
        MULTIPLE_PAGES,
        /** No image at all. */
        NOT_AN_IMAGE,
        /** Starts as an image and ends too early. */
        TRUNCATED,
        /** Starts as an image and cannot be decoded. */
        CORRUPT,
        /** Not an https address, or one without host. */
        URL_NOT_ALLOWED,
        /** The address of the host is private, loopback, link-local or otherwise not public. */
        ADDRESS_NOT_ALLOWED,
        /** The host does not resolve, cannot be reached or cuts the connection. */
        UNREACHABLE,
        /** The time for fetching has passed. */
        TIMED_OUT,
        /** The server answered with another status than 200. */
        FETCH_REFUSED,
        /** More redirects than allowed. */
        TOO_MANY_REDIRECTS;

        public String text() {
            String name = name().toUpperCase(Locale.ROOT);
            return name.endsWith("AN_IMAGE") ? "NOT_AN_IMAGE" : "IMAGE_" + name;
        }
    }
}
