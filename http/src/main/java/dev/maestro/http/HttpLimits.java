package dev.maestro.http;

/**
 * What one exchange may take.
 *
 * @param connectMs   to resolve, connect and agree on TLS
 * @param firstByteMs from there to the first byte of the body, and between any two pieces of it
 * @param totalMs     for everything
 * @param maxBytes    of the reply's body
 */
public record HttpLimits(long connectMs, long firstByteMs, long totalMs, long maxBytes) {
    /** Longest reply that is read: a model's longest text is under 1 MB, with room for logs and lists of numbers. */
    public static final long DEFAULT_MAX_BYTES = 16L * 1024 * 1024;

    public HttpLimits {
        if (connectMs <= 0 || firstByteMs <= 0 || totalMs <= 0 || maxBytes <= 0) {
            throw new IllegalArgumentException("limits must be positive: connect " + connectMs + " ms, first byte " + firstByteMs
                    + " ms, total " + totalMs + " ms, " + maxBytes + " bytes");
        }
    }
}
