package dev.maestro.training.questions;

import dev.maestro.core.ContentHash;
import dev.maestro.policylocal.DrawnTokens;
import dev.maestro.registry.evaluations.SampleResult;
import java.util.List;

/**
 * A question that was asked several times, with all that is on record about it.
 *
 * @param index    of the question in the data
 * @param images   as they were shown to the policy
 * @param attempts in order
 */
record AskedQuestion(long index, List<ContentHash> images, List<Attempt> attempts) {
    AskedQuestion {
        images = List.copyOf(images);
        attempts = List.copyOf(attempts);
    }

    /** @param turns what was drawn in each, as far as the query came */
    record Attempt(SampleResult result, List<DrawnTokens> turns) {
        Attempt {
            turns = List.copyOf(turns);
        }
    }
}
