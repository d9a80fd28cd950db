package dev.maestro.registry.submissions;

import dev.maestro.core.WireForm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A person's word that a query waits for, or waited.
 *
 * @param number of the event that says so; newer ones have larger numbers
 * @param target expert or skill that may be used or not
 */
public record ApprovalRow(
        long number, String queryId, String target, State state, String question, List<String> images, Instant askedAt,
        Optional<Decision> decision) {
    public ApprovalRow {
        images = List.copyOf(images);
    }

    /** How it stands. */
    public enum State implements WireForm {
        /** The query waits. */
        PENDING,
        /** Somebody said yes or no. */
        DECIDED,
        /** The query ended before anybody said anything. */
        ENDED
    }

    /** What somebody said; {@code comment} is empty where it came by the command line. */
    public record Decision(boolean approved, String by, String comment, Instant at) {}
}
