package dev.maestro.activities;

import dev.maestro.core.errors.ErrorCode;

/** What queries, steps and evaluations are refused for or fail with; seen in the Temporal UI and in the history. */
public enum QueryError implements ErrorCode {
    BUDGET_EXCEEDED(
            "What a call may use at most would pass the query's limit of tokens or money. Retry the query with a larger budget, or allow a cheaper expert."),
    TURNS_EXHAUSTED("Every turn was used and there is no answer. Retry the query with more turns."),
    WALL_TIME_EXCEEDED("The query's wall-clock limit has passed. Retry it with more time."),
    PIN_BROKEN("What the query is pinned to cannot be had: the revision is gone, or no worker has such a policy."),
    POLICY_NOT_HELD("No worker that holds the policy's model took the query's work in time. Start one, then retry the query."),
    POLICY_OTHER_MODEL("Workers with a model are there, but none has the pinned one. The query waits for one until its time is over."),
    POLICY_UNKNOWN("The worker holds no policy of that name. Configure it, or name another."),
    STEP_INVALID("A step's prompt or images cannot be made from what is recorded. This is a defect of the plan or of the program."),
    STEP_UNSUPPORTED("The step cannot be done where it was asked for."),
    SANDBOX_UNAVAILABLE(
            "Generated code cannot be run: there is no sandbox, or it could not be started. This says nothing about the code; see maestro doctor."),
    APPROVAL_DENIED("A person refused the use of an expert or a skill."),
    NO_EXPERT("No enabled expert has the capability that a step needs. Enable one in the registry."),
    NOT_RUN("The call was dispatched and its plan never ran."),
    EXPERT_NOT_ADMITTED("The conditions of the evaluation leave this expert out."),
    DEFECT("An activity threw what it never should, several times. Report it with the worker's log."),
    REPLAY_DIVERGED("A replay came to a step that the replayed query has no reply for, and may not ask. Replay with --live to ask."),
    TIMED_OUT("An effect of the query did not end in time."),
    FAILED("An effect of the query failed without saying why."),
    CANCELLED("The query was cancelled on request."),
    QUERY_UNKNOWN("There is no query of that id."),
    QUERY_ENDED("The query does not run any more."),
    QUERY_NOT_RETRYABLE("Only a failed or cancelled query can be retried; this one was answered."),
    QUERY_ID_TAKEN("Another question was asked under the id before. Give the evaluation another name."),
    WORKFLOW_ENDED("The workflow was ended from outside, or never said how it ended."),
    EVALUATION_UNKNOWN("There is no evaluation of that name."),
    CONCURRENCY_INVALID("So many queries at a time are not possible."),
    PAYLOAD_TOO_LARGE("A workflow's history takes payloads up to a limit. Store the content and pass its hash.");

    private final String meaning;

    QueryError(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
