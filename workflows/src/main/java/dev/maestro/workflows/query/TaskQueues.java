package dev.maestro.workflows.query;

import java.util.Optional;

/** The queues between workflows and workers. Their names appear in the Temporal UI and must not change. */
public final class TaskQueues {
    /** Polled by every worker: workflows of queries and the activities that every worker can do. */
    public static final String QUERIES = "maestro";
    /** Polled by workers that hold the policy's model; perhaps by nobody. */
    public static final String POLICY = "policy";
    /** Polled by workers that have a sandbox for generated code; perhaps by nobody. */
    public static final String SANDBOX = "sandbox";
    /** Evaluations: their tasks do not wait behind those of their queries. */
    public static final String EVALUATIONS = "evaluation";

    /** Polled by processes that train; by nobody where nothing is trained. */
    public static final String TRAINING = "training";
    /** Training runs' own tasks: they wait behind no query. */
    public static final String TRAINING_RUNS = "training-runs";

    /** A policy {@code local:NAME} is held by the process that trains run NAME, and by nobody else. */
    public static final String TRAINED_PREFIX = "local:";

    private TaskQueues() {}

    /** The queue of the workers that hold a policy's model; empty for a policy that every worker has. */
    public static Optional<String> ofPolicy(String policy) {
        if (policy.equals(QueryWorkflowImpl.HELD_POLICY)) {
            return Optional.of(POLICY);
        }
        return policy.startsWith(TRAINED_PREFIX) ? Optional.of(POLICY + ":" + policy.substring(TRAINED_PREFIX.length())) : Optional.empty();
    }
}
