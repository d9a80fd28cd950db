package dev.maestro.app.admission;

import java.nio.file.Path;

/**
 * What is to be admitted, and what it must reach.
 *
 * @param change   where it comes from
 * @param minRight share of right answers that each expert must reach with each target, 0 to 1
 * @param dryRun   measure and report only
 */
public record AdmissionRequest(Change change, double minRight, boolean dryRun) {
    /** Eight of ten: a skilled expert slips now and then, a wrong endpoint or prompt fails most. */
    public static final double DEFAULT_MIN_RIGHT = 0.8;

    public AdmissionRequest {
        if (!(minRight >= 0 && minRight <= 1)) {
            throw new IllegalArgumentException("minRight " + minRight + ": expected 0 to 1");
        }
    }

    /** Where the new rows come from. */
    public sealed interface Change {
        /**
         * An SQL file that has not run.
         *
         * @param folder the operator's folder, where it goes once admitted
         */
        record File(Path file, Path folder) implements Change {}

        /** An expert or skill whose row is there, switched off. */
        record Name(String name) implements Change {}
    }
}
