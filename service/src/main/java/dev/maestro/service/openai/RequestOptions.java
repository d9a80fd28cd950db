package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.queries.QueryFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the bodies of chat completions and responses have in common besides the question.
 *
 * @param model       as asked; what follows from it and from our own fields stands in the others
 * @param progress    whether a stream tells what happens before the answer
 * @param cancelAlone whether the query is cancelled when its client goes away; empty when the body does not say
 * @param userHash    of the client's name for its user
 * @param ignored     fields that mean nothing here
 */
record RequestOptions(String model, String policy, Profile profile, Limits limits, boolean ownMicros, Map<String, String> labels,
        boolean stream, boolean progress, Optional<Boolean> cancelAlone, Optional<String> userHash, List<String> ignored) {
    private static final List<String> OURS = List.of("limits", "policy", "profile", "registry_revision", "experts", "progress",
            "on_disconnect");
    private static final Set<String> COMMON = Set.of("model", "stream", "stream_options", "metadata", "user", "safety_identifier", "store",
            "maestro");
    private static final int LONGEST_USER = 512;

    RequestOptions {
        labels = Map.copyOf(labels);
        ignored = List.copyOf(ignored);
    }

    /**
     * @param used fields that the caller looks at by itself
     * @throws MaestroException that names the field and what is valid
     */
    static RequestOptions of(ObjectNode body, ModelCatalogue models, ApiCaller caller, Set<String> used) {
        if (!body.hasNonNull("model")) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, "model is missing. Name one of those that GET /v1/models lists.",
                    Map.of("param", "model"), null);
        }
        ModelCatalogue.Model model = models.require(caller, QueryFields.text(body.path("model"), "model"));
        number(body, "temperature", 0, 2);
        whole(body, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
        truth(body, "store");
        JsonNode ours = body.path("maestro");
        if (!ours.isMissingNode() && !ours.isNull()) {
            if (!ours.isObject()) {
                throw ApiRequest.invalid("maestro", "must be an object.");
            }
            ApiJson.allow(ours, "maestro", OURS);
            for (String name : List.of("registry_revision", "experts")) {
                if (ours.hasNonNull(name)) {
                    throw unsupported("maestro." + name, "cannot be chosen for one query.");
                }
            }
        }
        List<String> ignored = new ArrayList<>();
        body.forEachEntry((name, value) -> {
            if (!value.isNull() && !used.contains(name) && !COMMON.contains(name)) {
                ignored.add(name);
            }
        });
        String progress = one(ours, "progress", List.of("reasoning", "none")).orElse("reasoning");
        return new RequestOptions(model.name(), QueryFields.policy(ours.path("policy"), "maestro.policy", model.policy()),
                QueryFields.profile(ours.path("profile"), "maestro.profile", model.profile()),
                QueryFields.limits(ours.path("limits"), "maestro.limits", model.limits()), ours.path("limits").hasNonNull("micros"),
                QueryFields.labels(body.path("metadata"), "metadata"), truth(body, "stream"), progress.equals("reasoning"),
                one(ours, "on_disconnect", List.of("continue", "cancel")).map("cancel"::equals), user(body), ignored);
    }

    private static Optional<String> one(JsonNode ours, String name, List<String> valid) {
        if (!ours.hasNonNull(name)) {
            return Optional.empty();
        }
        String value = QueryFields.text(ours.path(name), "maestro." + name);
        if (!valid.contains(value)) {
            throw ApiRequest.invalid("maestro." + name, "must be " + String.join(" or ", valid) + ".");
        }
        return Optional.of(value);
    }

    private static Optional<String> user(ObjectNode body) {
        for (String name : List.of("safety_identifier", "user")) {
            if (body.hasNonNull(name)) {
                String user = QueryFields.text(body.path(name), name);
                if (user.length() > LONGEST_USER) {
                    throw ApiRequest.invalid(name, "has " + user.length() + " characters, limit " + LONGEST_USER + ".");
                }
                return Optional.of(ContentHash.of(user).value());
            }
        }
        return Optional.empty();
    }

    /** A truth value; false for none. */
    static boolean truth(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw ApiRequest.invalid(name, "must be true or false.");
        }
        return value.booleanValue();
    }

    /** A whole number within a range. */
    static OptionalLong whole(JsonNode body, String name, long least, long most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw ApiRequest.invalid(name, "must be a whole number from " + least + " to " + most + ".");
        }
        return OptionalLong.of(value.longValue());
    }

    private static void number(JsonNode body, String name, double least, double most) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isNull()
                && (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most)) {
            throw ApiRequest.invalid(name, "must be a number from " + least + " to " + most + ".");
        }
    }

    /** What is asked for is not offered. @param problem goes on behind the parameter's name */
    static MaestroException unsupported(String parameter, String problem) {
        return new MaestroException(ApiErrors.PARAMETER_UNSUPPORTED, parameter + " " + problem, Map.of("param", parameter), null);
    }

    /** Refuses what would change the answer: tools, forms of it, other media. */
    static void refuse(JsonNode body, List<String> names) {
        for (String name : names) {
            JsonNode value = body.path(name);
            boolean empty = value.isMissingNode() || value.isNull() || value.isArray() && value.isEmpty()
                    || value.isBoolean() && !value.booleanValue();
            if (!empty) {
                throw unsupported(name, "is not offered here: Maestro chooses its experts by itself and answers in text. Leave it out.");
            }
        }
        JsonNode choice = body.path("tool_choice");
        if (!choice.isMissingNode() && !choice.isNull() && !choice.asText().equals("none") && !choice.asText().equals("auto")) {
            throw unsupported("tool_choice", "may be none, since no tools are offered. Leave it out.");
        }
    }
}
