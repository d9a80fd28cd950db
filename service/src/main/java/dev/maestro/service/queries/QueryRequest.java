package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body of {@code POST /v1/queries}, checked.
 *
 * @param images    hashes, in order; whether the caller owns them is not checked here
 * @param ownMicros whether the money limit was asked for
 */
record QueryRequest(String question, List<ContentHash> images, String policy, Profile profile, Limits limits, boolean ownMicros,
        Map<String, String> labels) {
    private static final List<String> FIELDS = List.of("question", "images", "policy", "profile", "limits", "labels");

    /** What a query is that says nothing of it. */
    record Defaults(String policy, Profile profile, Limits limits) {}

    QueryRequest {
        images = List.copyOf(images);
        labels = Map.copyOf(labels);
    }

    QueryAcceptance.Wanted wanted() {
        return new QueryAcceptance.Wanted(question, images, policy, profile, limits, ownMicros, labels);
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
        return new QueryRequest(QueryFields.question(body.path("question"), "question"), images,
                QueryFields.policy(body.path("policy"), "policy", defaults.policy()),
                QueryFields.profile(body.path("profile"), "profile", defaults.profile()),
                QueryFields.limits(body.path("limits"), "limits", defaults.limits()),
                body.path("limits").hasNonNull("micros"), QueryFields.labels(body.path("labels"), "labels"));
    }

    private static List<ContentHash> images(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw ApiRequest.invalid("images", "must be a list of hashes such as \"sha256:…\".");
        }
        if (value.size() > QueryFields.MOST_IMAGES) {
            throw new MaestroException(ApiErrors.TOO_MANY_IMAGES,
                    value.size() + " images, limit " + QueryFields.MOST_IMAGES + ". Ask about fewer at once.",
                    Map.of("param", "images", "images", value.size(), "limit", QueryFields.MOST_IMAGES), null);
        }
        List<ContentHash> hashes = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            String place = "images[" + i + "]";
            try {
                hashes.add(new ContentHash(QueryFields.text(value.get(i), place)));
            } catch (IllegalArgumentException e) {
                throw ApiRequest.invalid(place, "is no hash; expected sha256: and 64 hexadecimal digits, as POST /v1/images gives them.");
            }
        }
        return hashes;
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
