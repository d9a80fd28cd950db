package dev.maestro.http;

import java.util.Map;

/** Takes a reply as it comes, on the thread of the caller. */
public interface HttpReader {
    /** @param headers names in lower case, the first value of each */
    void head(int status, Map<String, String> headers);

    /** @return {@code true}: that was enough, nothing more is read */
    boolean body(byte[] bytes);

    /**
     * Whether what came is all that matters, although the server has not said that it ends. Asked when nothing more came for a
     * moment, or when the connection was lost: then the reply counts as complete.
     */
    default boolean satisfied() {
        return false;
    }
}
