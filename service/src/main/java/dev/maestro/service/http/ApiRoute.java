package dev.maestro.service.http;

import dev.maestro.service.access.ApiScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method of one address.
 *
 * @param template e.g. {@code /v1/queries/{id}/events}; a part in braces takes any text without {@code /}
 * @param scope    what its caller needs
 * @param takes    what its body is
 */
public record ApiRoute(String method, String template, ApiScope scope, Takes takes, ApiHandler handler) {
    /** What the body of a request may be. */
    public enum Takes { NOTHING, JSON, BYTES }

    /** Answers a request. Runs on a virtual thread and may block; what it throws becomes an error's body. */
    @FunctionalInterface
    public interface ApiHandler {
        ApiReply handle(ApiRequest request) throws Exception;
    }

    public static ApiRoute get(String template, ApiScope scope, ApiHandler handler) {
        return new ApiRoute("GET", template, scope, Takes.NOTHING, handler);
    }

    public static ApiRoute post(String template, ApiScope scope, ApiHandler handler) {
        return new ApiRoute("POST", template, scope, Takes.JSON, handler);
    }

    /** The named parts of an address that this route is for; empty when it is for others. */
    Optional<Map<String, String>> match(List<String> parts) {
        List<String> wanted = parts(template);
        if (wanted.size() != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{")) {
                named.put(part.substring(1, part.length() - 1), parts.get(i));
            } else if (!part.equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(named);
    }

    /** How many of its parts are fixed: of two routes for one address the one with more is meant. */
    int fixed() {
        return (int) parts(template).stream().filter(part -> !part.startsWith("{")).count();
    }

    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        parts.removeFirst();
        return parts;
    }
}
