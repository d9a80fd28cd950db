package dev.maestro.registry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.history.QueryHistory.Audit;
import java.util.List;

/** The audit as a stable JSON body: the rows as they are, with the JSON texts within them opened. */
public final class AuditJson {
    private static final ObjectMapper MAPPER = Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    private static final List<String> OPENED = List.of("action", "candidates", "verdict", "observation", "result");

    private AuditJson() {}

    /** Names in snake_case; what the record holds as JSON text is an object or list here. */
    public static ObjectNode of(Audit audit) {
        ObjectNode body = MAPPER.valueToTree(audit);
        body.path("turns").forEach(turn -> {
            open(turn.path("decision"));
            open(turn.path("observation"));
        });
        body.path("steps").forEach(AuditJson::open);
        return body;
    }

    private static void open(JsonNode row) {
        if (row instanceof ObjectNode object) {
            for (String field : OPENED) {
                JsonNode text = object.path(field);
                if (text.isTextual()) {
                    try {
                        object.set(field, Json.tree(text.asText()));
                    } catch (IllegalArgumentException _) {
                        // a text that is not JSON stays what it is
                    }
                }
            }
        }
    }
}
