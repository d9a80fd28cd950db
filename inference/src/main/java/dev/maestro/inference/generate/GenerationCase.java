package dev.maestro.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.text.ChatTurn;
import java.util.List;
import java.util.OptionalInt;

/**
 * One line of input, read.
 *
 * @param id        as it was given: a text or a number
 * @param sampling  complete: what the line leaves out is the checkpoint's
 * @param maxTokens where the line says so
 */
record GenerationCase(JsonNode id, Start start, List<CaseImage> images, Sampling sampling, OptionalInt maxTokens, List<String> stop) {
    GenerationCase {
        images = List.copyOf(images);
        stop = List.copyOf(stop);
    }

    sealed interface Start {
        record Conversation(List<ChatTurn> turns) implements Start {}

        record Tokens(int[] ids) implements Start {}
    }

    sealed interface CaseImage {
        /** Relative to the folder of the images. */
        record File(String path) implements CaseImage {}

        record Inline(byte[] bytes) implements CaseImage {}
    }

    /** How messages, results and tensors name it. */
    String name() {
        return id.isTextual() ? id.textValue() : id.toString();
    }
}
