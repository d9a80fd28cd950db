package dev.maestro.activities.record;

import dev.maestro.core.ContentHash;
import java.util.List;

/**
 * What a step made, from a reply or without one.
 *
 * @param text   for the policy, later prompts and people
 * @param value  short, for branching
 * @param json   for programs
 * @param images that it made
 */
public record StepOutput(String text, String value, String json, List<ContentHash> images) {
    public StepOutput {
        images = List.copyOf(images);
    }

    /** The output of a step that makes no image. */
    public StepOutput(String text, String value, String json) {
        this(text, value, json, List.of());
    }
}
