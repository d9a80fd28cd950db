package dev.maestro.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.text.NearestNames;
import dev.maestro.service.access.ApiCaller;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request that was let in.
 *
 * @param path       values of the address's named parts
 * @param parameters of the query string, by name, in order
 * @param headers    by lower-case name; of several the first
 * @param id         returned as {@code X-Request-Id}
 * @param connection says when the client goes away
 */
public record ApiRequest(
        String method, String address, Map<String, String> path, Map<String, List<String>> parameters, Map<String, String> headers,
        byte[] body, String id, ApiCaller caller, ClientConnection connection) {
    public ApiRequest {
        path = Map.copyOf(path);
        parameters = Map.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    public String part(String name) {
        return path.getOrDefault(name, "");
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** @throws MaestroException {@code PARAMETER_UNKNOWN} for a parameter that is none of these; {@code label.*} stands for all of its kind */
    public void allow(Collection<String> names) {
        for (String given : parameters.keySet()) {
            boolean known = names.contains(given)
                    || names.stream().anyMatch(name -> name.endsWith("*") && given.startsWith(name.substring(0, name.length() - 1)));
            if (!known) {
                throw new MaestroException(ApiErrors.PARAMETER_UNKNOWN,
                        "there is no parameter \"" + ApiJson.shown(given) + "\" here." + NearestNames.sentence(given, names),
                        Map.of("param", ApiJson.shown(given)), null);
            }
        }
    }

    /** @throws MaestroException {@code INVALID_VALUE} when it is given more than once */
    public Optional<String> parameter(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw invalid(name, "was given " + values.size() + " times. Give it once.");
        }
        return values.stream().findFirst();
    }

    /** A whole number; refused outside its range. */
    public OptionalLong number(String name, long least, long most) {
        Optional<String> given = parameter(name);
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(given.get());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw invalid(name, "is \"" + ApiJson.shown(given.get()) + "\"; expected a whole number from " + least + " to " + most + ".");
    }

    /** @param problem goes on behind the parameter's name */
    public static MaestroException invalid(String parameter, String problem) {
        return new MaestroException(ApiErrors.INVALID_VALUE, parameter + " " + problem, Map.of("param", parameter), null);
    }

    /** The body as a JSON object. @throws MaestroException as {@link ApiJson#object} */
    public ObjectNode object() {
        return ApiJson.object(body);
    }

    /** As {@link #object()}, an empty one when there is no body. */
    public ObjectNode objectOrEmpty() {
        return body.length == 0 ? ApiJson.empty() : object();
    }
}
