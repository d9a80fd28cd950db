package dev.maestro.app.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.app.evaluation.report.PairedBootstrap.Interval;
import dev.maestro.core.Json;
import java.util.List;
import java.util.Locale;

/**
 * What speaks for a checkpoint: how it differs from what serves, on the same tasks.
 *
 * @param kind    {@code orchestra} or {@code evaluations}
 * @param measure what is compared, e.g. {@code reward}
 * @param before  what serves
 * @param after   the checkpoint
 * @param pairs   tasks that both had
 * @param change  after less before, with its 95 % interval
 * @param details further figures
 */
public record PromotionEvidence(String kind, String measure, Side before, Side after, long pairs, Interval change, ObjectNode details) {
    /**
     * One of the two.
     *
     * @param what for people: its folder, or its name
     * @param mean of the measure
     */
    public record Side(String what, double mean) {}

    /** Whether the interval leaves no room for the checkpoint to be worse. */
    public boolean speaksFor() {
        return change.low() >= 0;
    }

    /** For the record. */
    public JsonNode json() {
        ObjectNode json = details.deepCopy();
        json.put("kind", kind).put("measure", measure).put("pairs", pairs).put("before", before.what()).put("before_mean", before.mean())
                .put("after", after.what()).put("after_mean", after.mean());
        json.putObject("change").put("mean", change.mean()).put("low", change.low()).put("high", change.high())
                .put("draws", change.draws());
        return json;
    }

    /** E.g. {@code orchestra: reward 0.512 → 0.634, +0.122 [+0.101, +0.144] over 400 pairs}. */
    public static String words(JsonNode recorded) {
        if (recorded.hasNonNull("change")) {
            JsonNode change = recorded.path("change");
            return String.format(Locale.ROOT, "%s: %s %.3f → %.3f, %+.3f [%+.3f, %+.3f] over %d pairs", recorded.path("kind").asText(),
                    recorded.path("measure").asText(), recorded.path("before_mean").asDouble(), recorded.path("after_mean").asDouble(),
                    change.path("mean").asDouble(), change.path("low").asDouble(), change.path("high").asDouble(),
                    recorded.path("pairs").asLong());
        }
        return recorded.has("reason") ? "anyway: " + recorded.path("reason").asText() : recorded.path("undone").asText("");
    }

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** Names as a JSON list. */
    static JsonNode names(List<String> names) {
        return Json.MAPPER.valueToTree(names);
    }
}
