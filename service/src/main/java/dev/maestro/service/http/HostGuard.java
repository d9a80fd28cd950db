package dev.maestro.service.http;

import dev.maestro.core.errors.MaestroException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds off pages of other origins: a name that was made to lead here (rebinding) is not ours, and a browser says where a page
 * comes from.
 */
final class HostGuard {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

    private final Set<String> names;

    /** @param names beside {@code localhost} and plain addresses */
    HostGuard(Set<String> names) {
        this.names = names;
    }

    /** @throws MaestroException {@code HOST_REFUSED} or {@code ORIGIN_REFUSED} */
    void check(Optional<String> host, Optional<String> origin) {
        String name = host.map(HostGuard::withoutPort).orElse("");
        // An address cannot be made to lead elsewhere; a name can.
        if (!name.equals("localhost") && !ADDRESS.matcher(name).matches() && !names.contains(name)) {
            throw new MaestroException(ApiErrors.HOST_REFUSED,
                    "this server is not called \"" + ApiJson.shown(name) + "\". Use its address, or add the name to http.hosts.");
        }
        if (origin.isPresent() && !isOurs(origin.get(), host.orElse(""))) {
            throw new MaestroException(ApiErrors.ORIGIN_REFUSED, "requests from pages of \"" + ApiJson.shown(origin.get())
                    + "\" are not taken. Send it from a program, not from a browser.");
        }
    }

    private static boolean isOurs(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            return uri.getAuthority() != null && uri.getAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    }
}
