package dev.maestro.service.http;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All routes there are. Immutable. */
final class RouteTable {
    /** What OpenAI's clients may ask for as well. */
    private static final List<String> NOT_OFFERED = List.of("/v1/completions", "/v1/embeddings", "/v1/audio", "/v1/assistants",
            "/v1/threads",
            "/v1/moderations", "/v1/fine_tuning", "/v1/batches", "/v1/vector_stores", "/v1/realtime", "/v1/conversations", "/v1/uploads");

    private final List<ApiRoute> routes;

    RouteTable(List<ApiRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    record Found(ApiRoute route, Map<String, String> parts) {}

    /**
     * @param path as it came, percent-encoded
     * @throws MaestroException {@code ROUTE_UNKNOWN} or {@code METHOD_NOT_ALLOWED}
     */
    Found find(String method, String path) {
        List<String> parts = ApiRoute.parts(path.startsWith("/") ? path : "/" + path).stream().map(RouteTable::decoded).toList();
        List<Found> found = routes.stream()
                .flatMap(route -> route.match(parts).map(named -> new Found(route, named)).stream())
                .sorted(Comparator.comparingInt((Found match) -> match.route().fixed()).reversed())
                .toList();
        if (found.isEmpty()) {
            String offered = NOT_OFFERED.stream().anyMatch(path::startsWith)
                    ? " Maestro does not offer this: it answers questions about images, at /v1/chat/completions and /v1/responses."
                    : "";
            List<String> templates = routes.stream().map(ApiRoute::template).distinct().toList();
            throw new MaestroException(ApiErrors.ROUTE_UNKNOWN,
                    "there is no address \"" + ApiJson.shown(path) + "\" here."
                            + (offered.isEmpty() ? NearestNames.sentence(path, templates) : offered)
                            + " All of them: /openapi.json");
        }
        String template = found.getFirst().route().template();
        return found.stream().filter(match -> match.route().template().equals(template)).filter(match -> takes(match.route(), method))
                .findFirst()
                .orElseThrow(() -> {
                    String allowed = found.stream().map(Found::route).filter(route -> route.template().equals(template))
                            .map(ApiRoute::method).sorted().collect(Collectors.joining(", "));
                    return new MaestroException(ApiErrors.METHOD_NOT_ALLOWED,
                            template + " does not take " + ApiJson.shown(method) + ". It takes " + allowed + ".", Map.of("allow", allowed),
                            null);
                });
    }

    private static boolean takes(ApiRoute route, String method) {
        return route.method().equals(method);
    }

    /** @throws MaestroException {@code INVALID_VALUE} when it is not UTF-8 in percent signs */
    private static String decoded(String part) {
        try {
            String text = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') >= 0 || !ApiJson.isText(text)) {
                throw ApiRequest.invalid("path", "holds bytes that are no text.");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw ApiRequest.invalid("path", "is not percent-encoded as an address must be.");
        }
    }

    /** @throws MaestroException {@code INVALID_VALUE} as of paths */
    static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded((equals < 0 ? pair : pair.substring(0, equals)).replace("+", "%20"));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1).replace("+", "%20"));
                parameters.computeIfAbsent(name, _ -> new java.util.ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    List<ApiRoute> all() {
        return routes;
    }
}
