package dev.maestro.core.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The base address of a model server as a row gives it, e.g. {@code http://vllm_server:8000/v1}: http or https, a host (with
 * underscores too, as container networks name them), a port from 1 to 65535, a path, and a query that goes behind every path.
 */
public final class EndpointAddress {
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,9}))?");

    private EndpointAddress() {}

    /** What keeps a text from being such an address, in one clause that repeats no secret; empty when it is one. */
    public static Optional<String> objection(String endpoint) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            return Optional.of("is no address (" + e.getReason() + ")");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return Optional.of("must begin with http:// or https://");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            return Optional.of("names no host");
        }
        if (authority.contains("@")) {
            return Optional.of("must not hold a user or a password: a key goes into the credential, as env:NAME or file:PATH");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return Optional.of("has no usable host and port");
        }
        if (parts.group(2) != null && (Integer.parseInt(parts.group(2)) < 1 || Integer.parseInt(parts.group(2)) > 65_535)) {
            return Optional.of("has the port " + parts.group(2) + "; ports are 1 to 65535");
        }
        return uri.getRawFragment() == null ? Optional.empty() : Optional.of("must not hold a part behind #");
    }

    /**
     * The address of something under the endpoint; its query stays behind the path.
     *
     * @param path with a leading slash
     * @throws IllegalArgumentException when {@code endpoint} is no such address
     */
    public static URI under(String endpoint, String path) {
        objection(endpoint).ifPresent(objection -> {
            throw new IllegalArgumentException("it " + objection);
        });
        int query = endpoint.indexOf('?');
        String base = (query < 0 ? endpoint : endpoint.substring(0, query)).replaceFirst("/+$", "");
        // the scheme in small letters, as those who ask for it compare
        int colon = base.indexOf(':');
        return URI.create(base.substring(0, colon).toLowerCase(java.util.Locale.ROOT) + base.substring(colon) + path
                + (query < 0 ? "" : endpoint.substring(query)));
    }
}
