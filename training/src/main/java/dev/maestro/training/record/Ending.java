package dev.maestro.training.record;

/** How a trajectory ended, as far as learning goes. */
public enum Ending {
    /** The policy said it was done, or did something invalid that ended it: its reward stands. */
    FINISHED,
    /** The turns that were allowed were used up. */
    OUT_OF_TURNS,
    /** The tokens that were allowed were used up. */
    OUT_OF_TOKENS,
    /** An expert, a sandbox or a machine failed: nothing the policy did, so nothing to learn. */
    INFRASTRUCTURE;

    /** Whether its reward says anything about the policy; if not, it leaves both the loss and its group's baseline. */
    public boolean isValid() {
        return this != INFRASTRUCTURE;
    }

    /** Whether it was cut off. */
    public boolean isUnfinished() {
        return this == OUT_OF_TURNS || this == OUT_OF_TOKENS;
    }
}
