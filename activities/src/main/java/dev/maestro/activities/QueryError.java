package dev.maestro.activities;

/** Types of the failures that activities end with; stable, seen in the Temporal UI and in the history. */
public final class FailureTypes {
    /** Prefix of a failure of an expert: {@code EXPERT_} and the {@code ExpertOutcome.Kind}. */
    public static final String EXPERT = "EXPERT_";
    /** Prefix of a failure of the policy: {@code POLICY_} and its kind. */
    public static final String POLICY = "POLICY_";
    /** A reservation was refused: tokens or money would pass the query's limit. */
    public static final String BUDGET_EXCEEDED = "BUDGET_EXCEEDED";
    /** Every turn was used and there is no answer. */
    public static final String TURNS_EXHAUSTED = "TURNS_EXHAUSTED";
    /** The query's wall-clock limit has passed. */
    public static final String WALL_TIME_EXCEEDED = "WALL_TIME_EXCEEDED";
    /** What the query is pinned to cannot be had: the revision is gone, or has no such policy. */
    public static final String PIN_BROKEN = "PIN_BROKEN";
    /** No worker that holds the policy's model took the query's work in time. */
    public static final String POLICY_NOT_HELD = "POLICY_NOT_HELD";
    /** Workers with a model are there, but none had the pinned one when asked; tried again until the query's time is over. */
    public static final String POLICY_OTHER_MODEL = "POLICY_OTHER_MODEL";
    /** A step's prompt or images cannot be made from what is recorded. */
    public static final String STEP_INVALID = "STEP_INVALID";
    /** The step needs what this worker does not have. */
    public static final String STEP_UNSUPPORTED = "STEP_UNSUPPORTED";
    /** Generated code cannot be run here: there is no sandbox, or it could not be started. Says nothing about the code. */
    public static final String SANDBOX_UNAVAILABLE = "SANDBOX_UNAVAILABLE";
    /** A person refused the call. */
    public static final String APPROVAL_DENIED = "APPROVAL_DENIED";
    /** No enabled expert has the capability a step needs. */
    public static final String NO_EXPERT = "NO_EXPERT";

    /** An activity threw what it never should, several times. */
    public static final String DEFECT = "DEFECT";
    /** A replay came to a step that the replayed query has no reply for, and may not ask. */
    public static final String REPLAY_DIVERGED = "REPLAY_DIVERGED";

    private FailureTypes() {}
}
