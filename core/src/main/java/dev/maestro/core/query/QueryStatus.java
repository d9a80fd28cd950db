package dev.maestro.core.query;

import dev.maestro.core.WireForm;

/** How a query stands. */
public enum QueryStatus implements WireForm {
    RUNNING,
    /** A person holds it up; nothing new is begun. */
    PAUSED,
    /** A person must say whether an expert or a skill may be used. */
    AWAITING_APPROVAL,
    ANSWERED,
    FAILED,
    CANCELLED;

    public boolean isEnded() {
        return switch (this) {
            case RUNNING, PAUSED, AWAITING_APPROVAL -> false;
            case ANSWERED, FAILED, CANCELLED -> true;
        };
    }

    @Override
    public String toString() {
        return wire();
    }
}
