package dev.maestro.drawings;

import dev.maestro.core.errors.MaestroException;
import java.util.List;

/**
 * A drawing with a question about it.
 *
 * @param kind     kind of its generator
 * @param seed     seed it was drawn from
 * @param png      the drawing, PNG
 * @param question a question that the drawing answers
 * @param accepted the answers that are right, the best first, at least one
 */
public record Drawing(String kind, long seed, byte[] png, String question, List<String> accepted) {
    public Drawing {
        accepted = List.copyOf(accepted);
        if (png.length == 0 || question.isBlank() || accepted.isEmpty()) {
            throw new MaestroException(DrawingErrors.DRAWN_INCOMPLETE,
                    "%s %d has %d bytes, question \"%s\", %d answers; all three are needed."
                            .formatted(kind, seed, png.length, question, accepted.size()));
        }
    }
}
