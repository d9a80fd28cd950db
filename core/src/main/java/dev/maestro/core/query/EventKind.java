package dev.maestro.core.query;

import dev.maestro.core.WireForm;

/** What happened to a query. Some are recorded; all are told to whoever watches it. */
public enum EventKind implements WireForm {
    /** Registry revision, rules and policy are fixed. */
    PINNED,
    /** The policy called an expert with a skill. */
    CALLED,
    /** The policy wrote no valid action. */
    INVALID,
    /** The rules, or a person, refused the call. */
    REFUSED,
    /** The rules chose the leaf that runs. */
    DISPATCHED,
    /** A step of the plan ended. */
    STEP,
    /** The policy was told what the call found. */
    OBSERVED,
    /** A step or the query failed. */
    FAILED,
    ANSWERED,
    CANCELLED,
    PAUSED,
    RESUMED,
    AWAITING_APPROVAL,
    APPROVED,
    DENIED,
    RETRIED,
    /** Somebody asked the query to stop. */
    CANCEL_REQUESTED;

    @Override
    public String toString() {
        return wire();
    }
}
