package dev.maestro.http;

import java.util.Map;

/** Takes a reply as it comes, on the thread of the caller. */
public interface HttpReader {
    /** @param headers names in lower case, the first value of each */
    void head(int status, Map<String, String> headers);

    /** @return {@code true}: that was enough, nothing more is read */
    boolean body(byte[] bytes);
}
