package dev.maestro.core.query;

import dev.maestro.core.WireForm;

/** What a turn's call came to, as the policy is told. */
public enum ObservationKind implements WireForm {
    /** The skill ran and found something. */
    EVIDENCE,
    /** Nothing ran: the rules or a person said no, or the text held no valid action. */
    REFUSED,
    /** The skill ran and could not be finished. */
    FAILED;

    @Override
    public String toString() {
        return wire();
    }
}
