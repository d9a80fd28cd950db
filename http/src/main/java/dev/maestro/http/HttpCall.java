package dev.maestro.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request.
 *
 * @param uri     http or https, with host; underscores in it are taken, as names in container networks have them
 * @param address where to connect in place of the host's own resolution; the host is still what TLS and the server are told
 * @param body    empty for none
 */
public record HttpCall(String method, URI uri, Optional<InetAddress> address, Map<String, String> headers, byte[] body, HttpLimits limits) {
    private static final Pattern AUTHORITY = Pattern.compile("(?:[^@]*@)?([A-Za-z0-9._~%-]+|\\[[0-9A-Fa-f:.%A-Za-z]+])(?::(\\d*))?");

    public HttpCall {
        if (uri.getRawAuthority() == null || !AUTHORITY.matcher(uri.getRawAuthority()).matches()
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not an http address with a host: " + uri);
        }
        if (written(uri).filter(port -> port.length() > 5 || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535).isPresent()) {
            throw new IllegalArgumentException("a port must be 1 to 65535: " + uri.getRawAuthority());
        }
        headers = Map.copyOf(headers);
    }

    /** {@link URI} itself knows no host with an underscore, and any number as port. */
    private static Optional<String> written(URI uri) {
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
        return authority.matches() ? Optional.ofNullable(authority.group(2)).filter(port -> !port.isEmpty()) : Optional.empty();
    }

    public static HttpCall get(URI uri, Map<String, String> headers, HttpLimits limits) {
        return new HttpCall("GET", uri, Optional.empty(), headers, new byte[0], limits);
    }

    boolean tls() {
        return "https".equals(uri.getScheme());
    }

    /** As written, an IPv6 address in brackets. */
    String host() {
        Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
        return authority.matches() ? authority.group(1) : uri.getHost();
    }

    int port() {
        return written(uri).map(Integer::parseInt).orElse(tls() ? 443 : 80);
    }

    /** Path and query as they go on the wire. */
    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
