package dev.maestro.activities;

import dev.maestro.core.errors.ErrorCode;

/** Codes of what queries, steps and evaluations are refused for or fail with, as the Temporal UI and the history show them. */
public enum QueryErrors implements ErrorCode {
    BUDGET_EXCEEDED(
            "What a call may use at most would pass the query's limit of tokens or money. Retry the query with a larger budget, or allow a cheaper expert."),
    TURNS_EXHAUSTED("Every turn was used and there is no answer. Retry the query with more turns."),
    WALL_TIME_EXCEEDED("The query's wall-clock limit has passed. Retry it with more time."),
    PIN_BROKEN("What the query is pinned to is not available: the revision is gone, or no worker has such a policy."),
    POLICY_NOT_HELD("No worker that holds the policy's model took the query's work in time. Start one, then retry the query."),
    POLICY_OTHER_MODEL("Workers with a model are there, but none has the pinned one. The query waits for one until its time is over."),
    POLICY_UNKNOWN("No policy has this name, or the worker holds none of it. Configure it, or choose one of those that the message lists."),
    STEP_INVALID("A step's prompt or images cannot be made from what is recorded. This is a defect of the plan or of the program."),
    STEP_UNSUPPORTED("The step cannot be done where it was asked for."),
    APPROVAL_DENIED("A person refused the use of an expert or a skill."),
    NO_EXPERT("No enabled expert has the capability that a step needs. Enable one in the registry."),
    CALL_HELD(
            "Another attempt asks for the same step or decision just now, or its worker was not heard of for a moment. This one looks again soon; nobody is asked twice."),
    STEP_GOES_ON("The step takes longer than a short one may. It goes on, and a regular activity waits for it."),
    REPLY_LATE("The reply came when another attempt's reply was recorded already. That one stands; this one was paid, and is not used."),
    NOT_RUN("The call was dispatched and its plan never ran."),
    EXPERT_NOT_ADMITTED("The conditions of the evaluation leave this expert out."),
    DEFECT("An activity failed several times as it never should. Report it with the worker's log."),
    REPLAY_DIVERGED("A replay reached a step for which the replayed query has no reply, and it may not ask. Replay with --live to ask."),
    TIMED_OUT("An effect of the query did not end in time."),
    FAILED("An effect of the query failed without saying why."),
    CANCELLED("The query was cancelled on request."),
    QUERY_UNKNOWN("There is no query of this id. Choose one of the nearest, or list them with maestro queries list."),
    QUERY_ENDED("The query does not run any more, so it cannot be steered. See how it ended with maestro queries show."),
    QUERY_NOT_RETRYABLE("Only a failed or cancelled query can be retried; this one was answered."),
    QUERY_ID_TAKEN("Another question was asked under the id before. Give the evaluation another name."),
    WORKFLOW_ENDED("The workflow was ended from outside, or never said how it ended."),
    APPROVAL_NOT_WANTED("The query waits for no approval. See what it does with maestro queries show."),
    EVALUATION_UNKNOWN("There is no evaluation of this name. Choose one of the nearest, or list them with maestro evaluations list."),
    SAMPLES_WITHOUT_RESULT(
            "Samples of the evaluation could be neither asked nor recorded, however often it was tried. Look into the worker's log, then go on with maestro evaluate --resume."),
    CONCURRENCY_INVALID("The number of queries at a time is outside its range. Give one in the range that the message names."),
    WORK_QUARANTINED(
            "Workers died whenever they tried this. It is not tried again by itself: look into the worker's log and crash report, remove the cause, then retry the query."),
    PAYLOAD_TOO_LARGE("A workflow's history takes payloads up to a limit. Store the content and pass its hash.");

    private final String meaning;

    QueryErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
