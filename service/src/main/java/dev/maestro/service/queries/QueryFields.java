package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.text.NearestNames;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What bodies that ask something have in common, checked. A refusal names the field by the place that the caller gives. */
public final class QueryFields {
    public static final int MOST_IMAGES = 16;
    private static final List<String> LIMITS = List.of("turns", "tokens", "micros", "timeout_ms");
    public static final List<String> POLICIES = List.of("rules", "remote", "local");
    public static final int LONGEST_QUESTION = 20_000;
    private static final int MOST_LABELS = 16;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_LABEL = 512;
    private static final int MOST_TURNS = 50;
    private static final long LONGEST_MS = 30L * 24 * 3600 * 1000;

    private QueryFields() {}

    /** 1 to 20,000 characters that are not all blank. */
    public static String question(JsonNode value, String place) {
        if (value.isMissingNode() || value.isNull()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, place + " is missing. Send the question as text.",
                    Map.of("param", place), null);
        }
        String question = text(value, place);
        if (question.isBlank()) {
            throw new MaestroException(ApiErrors.QUESTION_INVALID, "the question has no text; expected 1 to 20,000 characters.",
                    Map.of("param", place), null);
        }
        int length = question.codePointCount(0, question.length());
        if (length > LONGEST_QUESTION) {
            throw new MaestroException(ApiErrors.QUESTION_TOO_LONG,
                    "the question has " + length + " characters, limit " + LONGEST_QUESTION + ". Shorten it.",
                    Map.of("param", place, "characters", length, "limit", LONGEST_QUESTION), null);
        }
        return question;
    }

    /** The name of a policy; the fallback for none. */
    public static String policy(JsonNode value, String place, String fallback) {
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        String name = text(value, place);
        if (!POLICIES.contains(name)) {
            throw new MaestroException(QueryErrors.POLICY_UNKNOWN,
                    "there is no policy \"" + ApiJson.shown(name) + "\"." + NearestNames.sentence(name, POLICIES),
                    Map.of("param", place), null);
        }
        return name;
    }

    /** The name of a profile; the fallback for none. */
    public static Profile profile(JsonNode value, String place, Profile fallback) {
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        String name = text(value, place);
        return Arrays.stream(Profile.values()).filter(profile -> profile.wire().equals(name)).findFirst()
                .orElseThrow(() -> ApiRequest.invalid(place, "is \"" + ApiJson.shown(name) + "\"."
                        + NearestNames.sentence(name, Arrays.stream(Profile.values()).map(Profile::wire).toList())));
    }

    /** Limits that are given, the others as of {@code fallback}. */
    public static Limits limits(JsonNode value, String place, Limits fallback) {
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isObject()) {
            throw ApiRequest.invalid(place, "must be an object with turns, tokens, micros or timeout_ms.");
        }
        ApiJson.allow(value, place, LIMITS);
        return new Limits((int) number(value, place, "turns", 1, MOST_TURNS, fallback.turns()),
                number(value, place, "tokens", 1, Long.MAX_VALUE, fallback.tokens()),
                number(value, place, "micros", 0, Long.MAX_VALUE, fallback.micros()),
                number(value, place, "timeout_ms", 1, LONGEST_MS, fallback.wallMs()));
    }

    private static long number(JsonNode object, String place, String name, long least, long most, long fallback) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw ApiRequest.invalid(place + "." + name, "must be a whole number from " + least + " to " + most + ".");
        }
        return value.longValue();
    }

    /** At most 16 texts of at most 512 characters, by names of letters, digits, dots, underscores and hyphens. */
    public static Map<String, String> labels(JsonNode value, String place) {
        if (value.isMissingNode() || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject() || value.size() > MOST_LABELS) {
            throw ApiRequest.invalid(place, "must be an object of at most " + MOST_LABELS + " texts.");
        }
        Map<String, String> labels = new TreeMap<>();
        value.forEachEntry((name, label) -> {
            if (!LABEL.matcher(name).matches()) {
                throw ApiRequest.invalid(place, "has the name \"" + ApiJson.shown(name)
                        + "\"; a name has 1 to 64 letters, digits, \".\", \"_\" and \"-\".");
            }
            String text = text(label, place + "." + name);
            if (text.length() > LONGEST_LABEL) {
                throw ApiRequest.invalid(place + "." + name, "has " + text.length() + " characters, limit " + LONGEST_LABEL + ".");
            }
            labels.put(name, text);
        });
        return labels;
    }

    /** A text, whatever it says. */
    public static String text(JsonNode value, String place) {
        if (!value.isTextual()) {
            throw ApiRequest.invalid(place, "must be a text.");
        }
        return value.textValue();
    }
}
