package dev.maestro.training.torch;

import dev.maestro.inference.engine.PixelPatches;
import java.util.List;

/** The pictures of prompts, which a record names by its group only. */
@FunctionalInterface
public interface PromptImages {
    /** Prompts are text. */
    PromptImages NONE = _ -> List.of();

    /** @return the pictures of the group's prompt in the order of their placeholders, processed as the model wants them */
    List<PixelPatches> of(String group);
}
