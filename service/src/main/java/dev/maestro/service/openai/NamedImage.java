package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.queries.QueryFields;
import java.util.List;
import java.util.Map;

/**
 * An image as a request names it.
 *
 * @param name  data URL, address, hash or id of a file
 * @param low   whether little detail is enough
 * @param place in the request, for messages
 */
record NamedImage(String name, boolean low, String place) {
    private static final List<String> DETAILS = List.of("auto", "low", "high", "original");

    /** @param detail a JSON text, or nothing */
    static NamedImage of(JsonNode name, JsonNode detail, String place, String detailPlace) {
        if (name.isMissingNode() || name.isNull()) {
            throw new MaestroException(ApiErrors.PARAMETER_MISSING, place + " is missing. Name the image.", Map.of("param", place), null);
        }
        String wanted = detail.isMissingNode() || detail.isNull() ? "auto" : QueryFields.text(detail, detailPlace);
        if (!DETAILS.contains(wanted)) {
            throw ApiRequest.invalid(detailPlace, "must be one of " + String.join(", ", DETAILS) + ".");
        }
        return new NamedImage(QueryFields.text(name, place).strip(), wanted.equals("low"), place);
    }

    /** @throws MaestroException {@code TOO_MANY_IMAGES}; {@code IMAGE_REQUIRED} for none where a question needs one */
    static void check(List<NamedImage> images, boolean textOnly, String place) {
        if (images.size() > QueryFields.MOST_IMAGES) {
            throw new MaestroException(ApiErrors.TOO_MANY_IMAGES,
                    images.size() + " images, limit " + QueryFields.MOST_IMAGES + ". Ask about fewer at once.",
                    Map.of("param", place, "images", images.size(), "limit", QueryFields.MOST_IMAGES), null);
        }
        if (images.isEmpty() && !textOnly) {
            throw new MaestroException(ApiErrors.IMAGE_REQUIRED,
                    "the question comes without an image. Add one to the user's message, or set http.text.only to policy.",
                    Map.of("param", place), null);
        }
    }
}
