package dev.maestro.workflows.query;

import dev.maestro.core.ContentHash;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.util.List;

/**
 * A query as it is submitted; the input of {@link QueryWorkflow}.
 *
 * @param id       1 to 64 letters, digits, {@code -}, {@code _}; the workflow id is {@code query-} and this
 * @param question 1 to 20,000 characters
 * @param images   ingested images, in order
 * @param profile  {@code default} or {@code reference}
 * @param policy   {@code rules}, {@code remote} or {@code local}
 * @param limits   what it may use
 * @param run      0 for the first run, counted up by each retry
 */
public record QueryInput(String id, String question, List<ContentHash> images, Profile profile, String policy, Limits limits, int run) {
    public QueryInput {
        images = List.copyOf(images);
    }
}
