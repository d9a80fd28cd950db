package dev.maestro.workflows.query;

import java.time.Duration;

/** Starts the workflow of a query, for a client or for an evaluation that starts it as its child. Deterministic. */
public final class QueryStart {
    /**
     * How long a lost worker holds up a query that was in the middle of a workflow task. The SDK prolongs
     * the task while local activities run, so a short time costs nothing while workers live.
     */
    public static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

    private static final int SUMMARY_LENGTH = 120;

    private QueryStart() {}

    /** The id under which the Temporal UI shows a query. */
    public static String workflowId(String queryId) {
        return "query-" + queryId;
    }

    /** What the Temporal UI shows beside the id. */
    public static String summary(String question) {
        String text = question.strip();
        return text.length() <= SUMMARY_LENGTH ? text : text.substring(0, SUMMARY_LENGTH - 1) + "…";
    }
}
