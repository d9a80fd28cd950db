package dev.maestro.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.inference.engine.GenerationRequest;

/** A line on its way: ready to be generated, or refused already. */
sealed interface PreparedCase {
    JsonNode id();

    record Ready(JsonNode id, String name, GenerationRequest request) implements PreparedCase {}

    record Refused(JsonNode id, ErrorCode code, String message) implements PreparedCase {}
}
