package dev.maestro.training.pictures;

import java.util.List;

/**
 * Whom to ask about a picture.
 *
 * @param id       names it in the record
 * @param question in the policy's prompt; says nothing of the kind
 * @param panel    all experts in some order
 */
record PictureTask(String id, LearnedPicture picture, String question, List<PictureExpert> panel) {
    PictureTask {
        panel = List.copyOf(panel);
    }

    /** The same, with other patches to look at. */
    PictureTask showing(StoredPatches other) {
        return new PictureTask(id, picture.seenAs(other), question, panel);
    }
}
