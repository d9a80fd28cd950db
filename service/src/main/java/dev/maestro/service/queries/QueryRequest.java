package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.activities.QueryErrors;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The body of {@code POST /v1/queries}, checked.
 *
 * @param images    hashes, in order; whether the caller owns them is not checked here
 * @param ownMicros whether the money limit was asked for
 */
record QueryRequest(String question, List<ContentHash> images, String policy, Profile profile, Limits limits, boolean ownMicros,
        Map<String, String> labels) {
    private static final List<String> FIELDS = List.of("question", "images", "policy", "profile", "limits", "labels");
    private static final List<String> LIMITS = List.of("turns", "tokens", "micros", "timeout_ms");
    private static final List<String> POLICIES = List.of("rules", "remote", "local");
    private static final int LONGEST_QUESTION = 20_000;
    private static final int MOST_IMAGES = 16;
    private static final int MOST_LABELS = 16;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_LABEL = 512;
    private static final int MOST_TURNS = 50;
    private static final long LONGEST_MS = 30L * 24 * 3600 * 1000;

    /** What a query is that says nothing of it. */
    record Defaults(String policy, Profile profile, Limits limits) {}

    QueryRequest {
        images = List.copyOf(images);
        labels = Map.copyOf(labels);
    }

    /** @throws MaestroException that names the field and what is valid */
    static QueryRequest of(ObjectNode body, Defaults defaults, boolean textOnly) {
        ApiJson.allow(body, "", FIELDS);
        List<ContentHash> images = images(body.path("images"));
        if (images.isEmpty() && !textOnly) {
            throw new MaestroException(ApiErrors.IMAGE_REQUIRED,
                    "the question comes without an image. Send one with POST /v1/images and name its hash in images, or set http.text.only to policy.",
                    Map.of("param", "images"), null);
        }
        return new QueryRequest(question(body.path("question")), images, policy(body.path("policy"), defaults.policy()),
                profile(body.path("profile"), defaults.profile()), limits(body.path("limits"), defaults.limits()),
                body.path("limits").hasNonNull("micros"), labels(body.path("labels")));
    }

    private static String question(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, "question is missing. Send the question as text.",
                    Map.of("param", "question"), null);
        }
        String question = text(value, "question");
        if (question.isBlank()) {
            throw new MaestroException(ApiErrors.QUESTION_INVALID, "the question has no text; expected 1 to 20,000 characters.",
                    Map.of("param", "question"), null);
        }
        int length = question.codePointCount(0, question.length());
        if (length > LONGEST_QUESTION) {
            throw new MaestroException(ApiErrors.QUESTION_TOO_LONG,
                    "the question has " + length + " characters, limit " + LONGEST_QUESTION + ". Shorten it.",
                    Map.of("param", "question", "characters", length, "limit", LONGEST_QUESTION), null);
        }
        return question;
    }

    private static List<ContentHash> images(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw ApiRequest.invalid("images", "must be a list of hashes such as \"sha256:…\".");
        }
        if (value.size() > MOST_IMAGES) {
            throw new MaestroException(ApiErrors.TOO_MANY_IMAGES,
                    value.size() + " images, limit " + MOST_IMAGES + ". Ask about fewer at once.",
                    Map.of("param", "images", "images", value.size(), "limit", MOST_IMAGES), null);
        }
        List<ContentHash> hashes = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String place = "images[" + i + "]";
            try {
                hashes.add(new ContentHash(text(value.get(i), place)));
            } catch (IllegalArgumentException e) {
                throw ApiRequest.invalid(place, "is no hash; expected sha256: and 64 hexadecimal digits, as POST /v1/images gives them.");
            }
        }
        return hashes;
    }

    private static String policy(JsonNode value, String fallback) {
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        String name = text(value, "policy");
        if (!POLICIES.contains(name)) {
            throw new MaestroException(QueryErrors.POLICY_UNKNOWN,
                    "there is no policy \"" + ApiJson.shown(name) + "\"." + NearestNames.sentence(name, POLICIES),
                    Map.of("param", "policy"), null);
        }
        return name;
    }

    private static Profile profile(JsonNode value, Profile fallback) {
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        String name = text(value, "profile");
        return Arrays.stream(Profile.values()).filter(profile -> profile.wire().equals(name)).findFirst()
                .orElseThrow(() -> ApiRequest.invalid("profile", "is \"" + ApiJson.shown(name) + "\"."
                        + NearestNames.sentence(name, Arrays.stream(Profile.values()).map(Profile::wire).toList())));
    }

    /** Limits that are given, the others as of {@code fallback}. */
    static Limits limits(JsonNode value, Limits fallback) {
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isObject()) {
            throw ApiRequest.invalid("limits", "must be an object with turns, tokens, micros or timeout_ms.");
        }
        ApiJson.allow(value, "limits", LIMITS);
        return new Limits((int) number(value, "turns", 1, MOST_TURNS, fallback.turns()),
                number(value, "tokens", 1, Long.MAX_VALUE, fallback.tokens()),
                number(value, "micros", 0, Long.MAX_VALUE, fallback.micros()),
                number(value, "timeout_ms", 1, LONGEST_MS, fallback.wallMs()));
    }

    private static long number(JsonNode object, String name, long least, long most, long fallback) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw ApiRequest.invalid("limits." + name, "must be a whole number from " + least + " to " + most + ".");
        }
        return value.longValue();
    }

    private static Map<String, String> labels(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject() || value.size() > MOST_LABELS) {
            throw ApiRequest.invalid("labels", "must be an object of at most " + MOST_LABELS + " texts.");
        }
        Map<String, String> labels = new TreeMap<>();
        value.forEachEntry((name, label) -> {
            if (!LABEL.matcher(name).matches()) {
                throw ApiRequest.invalid("labels", "has the name \"" + ApiJson.shown(name)
                        + "\"; a name has 1 to 64 letters, digits, \".\", \"_\" and \"-\".");
            }
            String text = text(label, "labels." + name);
            if (text.length() > LONGEST_LABEL) {
                throw ApiRequest.invalid("labels." + name, "has " + text.length() + " characters, limit " + LONGEST_LABEL + ".");
            }
            labels.put(name, text);
        });
        return labels;
    }

    private static String text(JsonNode value, String place) {
        if (!value.isTextual()) {
            throw ApiRequest.invalid(place, "must be a text.");
        }
        return value.textValue();
    }

    /** The same for the same request, however its JSON was written. */
    String hash() {
        ObjectNode canonical = Json.MAPPER.createObjectNode();
        canonical.put("question", question).put("policy", policy).put("profile", profile.wire());
        canonical.set("images", Json.MAPPER.valueToTree(images));
        canonical.set("limits", QueryBodies.limits(limits));
        canonical.set("labels", Json.MAPPER.valueToTree(new TreeMap<>(labels)));
        return ContentHash.of(canonical.toString()).value();
    }
}
