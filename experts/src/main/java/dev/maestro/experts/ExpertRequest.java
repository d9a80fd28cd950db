package dev.maestro.experts;

import dev.maestro.core.Image;
import dev.maestro.core.registry.Expert;
import java.util.List;
import java.util.Map;

/**
 * One call of one expert. A model server reads {@code system} and {@code prompt} with the images; an
 * embedded expert reads {@code task}, {@code question} and {@code parameters} with the same images. Both
 * get everything.
 *
 * @param expert         whom to call
 * @param task           what is wanted
 * @param system         system message; empty for none
 * @param prompt         rendered prompt
 * @param question       the bare question the prompt was made from
 * @param images         in order; bytes are PNG or JPEG, upright, within the expert's limits
 * @param parameters     task parameters, e.g. {@code labels} (newline-separated) for {@link Task#CLASSIFY}, {@code leaf} for {@link Task#ANSWER}
 * @param stop           stop strings
 * @param maxOutputTokens limit of this call, at most the expert's own
 * @param idempotencyKey sent as {@code Idempotency-Key}
 */
public record ExpertRequest(
        Expert expert,
        Task task,
        String system,
        String prompt,
        String question,
        List<Image> images,
        Map<String, String> parameters,
        List<String> stop,
        int maxOutputTokens,
        String idempotencyKey) {
    public ExpertRequest {
        images = List.copyOf(images);
        parameters = Map.copyOf(parameters);
        stop = List.copyOf(stop);
    }

    /** What a call is for: an expert of a capability of the same name (lower-case) can do it. */
    public enum Task {
        /** Answer the question. */
        ANSWER,
        /** Choose one of the labels. */
        CLASSIFY,
        /** Read all text: reply text in reading order, and {@code boxes} in {@link Reply#data}. */
        OCR,
        /** Find objects: JSON list of {@code {"bbox_2d":[x1,y1,x2,y2],"label":"…"}}, pixels of the image sent. */
        DETECT,
        /** Choose the one region worth a closer look: JSON {@code {"bbox_2d":[x1,y1,x2,y2]}} or empty when none is. */
        GROUND,
        /** Describe the image. */
        CAPTION
    }

    /** The capability an expert needs for this request. */
    public String capability() {
        return task.name().toLowerCase(java.util.Locale.ROOT);
    }
}
