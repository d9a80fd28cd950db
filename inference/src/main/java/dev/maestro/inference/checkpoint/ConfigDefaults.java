package dev.maestro.inference.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;

/** Lists that a configuration may leave out. */
final class ConfigDefaults {
    static final JsonNode MROPE_SECTION = Json.MAPPER.createArrayNode().add(24).add(20).add(20);
    static final JsonNode DEEPSTACK = Json.MAPPER.createArrayNode().add(8).add(16).add(24);

    private ConfigDefaults() {}
}
