package dev.maestro.readers.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A labelled question.
 *
 * @param kind {@code ordinary}, {@code paraphrase} (without the reference system's keywords), {@code typo} or {@code misleading}
 *             (with another leaf's keyword inside a word, or used in another sense)
 */
record RoutingSentence(String router, String route, String kind, int imageCount, String question) {
    static List<RoutingSentence> tuningHalf() {
        return of("/routing/tune.jsonl");
    }

    static List<RoutingSentence> heldOutHalf() {
        return of("/routing/heldout.jsonl");
    }

    private static List<RoutingSentence> of(String resource) {
        try (InputStream in = Objects.requireNonNull(RoutingSentence.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Json::tree).map(RoutingSentence::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RoutingSentence of(JsonNode json) {
        return new RoutingSentence(json.get("router").textValue(), json.get("route").textValue(), json.get("kind").textValue(),
                json.get("image_count").intValue(), json.get("question").textValue());
    }
}
