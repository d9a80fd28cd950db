package dev.maestro.service.queries;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.submissions.QueryOverview.Place;
import dev.maestro.service.http.ApiErrors;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Places in lists as opaque texts. */
final class ListCursor {
    private ListCursor() {}

    static String write(Place place) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((place.acceptedAt() + " " + place.id()).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws MaestroException {@code CURSOR_INVALID} */
    static Place read(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int space = text.indexOf(' ');
            if (space > 0) {
                return new Place(Instant.parse(text.substring(0, space)), text.substring(space + 1));
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            // refused below
        }
        throw new MaestroException(ApiErrors.CURSOR_INVALID, "after is none of the cursors that a list gave. Begin without it.",
                Map.of("param", "after"), null);
    }
}
