package dev.maestro.training.pictures;

import java.util.List;

/**
 * Whom to ask about a picture.
 *
 * @param id       names it in the record
 * @param question in the policy's prompt; says nothing of the kind
 * @param panel    all experts in some order
 */
record DrawingTask(String id, LearnedDrawing picture, String question, List<DrawingExpert> panel) {
    DrawingTask {
        panel = List.copyOf(panel);
    }

    /** The same, with other patches to look at. */
    DrawingTask showing(StoredPatches other) {
        return new DrawingTask(id, picture.seenAs(other), question, panel);
    }
}
