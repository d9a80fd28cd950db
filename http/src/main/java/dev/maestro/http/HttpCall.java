package dev.maestro.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param uri     http or https, with host
 * @param address where to connect in place of the host's own resolution; the host is still what TLS and the server are told
 * @param body    empty for none
 */
public record HttpCall(String method, URI uri, Optional<InetAddress> address, Map<String, String> headers, byte[] body, HttpLimits limits) {
    public HttpCall {
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not an http address with a host: " + uri);
        }
        headers = Map.copyOf(headers);
    }

    public static HttpCall get(URI uri, Map<String, String> headers, HttpLimits limits) {
        return new HttpCall("GET", uri, Optional.empty(), headers, new byte[0], limits);
    }

    boolean tls() {
        return "https".equals(uri.getScheme());
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : tls() ? 443 : 80;
    }

    /** Path and query as they go on the wire. */
    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
