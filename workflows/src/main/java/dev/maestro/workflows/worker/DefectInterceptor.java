package dev.maestro.workflows.worker;

import dev.maestro.activities.QueryErrors;
import dev.maestro.registry.database.DatabaseUnavailableException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/**
 * Treats an exception that an activity did not mean to throw as a defect, ours or a library's. The activity is tried a
 * few times, because the worker may just be ending, and then fails as a defect instead of holding the query up until
 * its time is over. An outage of the database is no defect; the activity waits for it to pass.
 */
public final class DefectInterceptor extends WorkerInterceptorBase {
    /** With the waits between them, three seconds: longer than a worker takes to end. */
    public static final int ATTEMPTS = 5;

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private ActivityExecutionContext context;

            @Override
            public void init(ActivityExecutionContext given) {
                this.context = given;
                super.init(given);
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                try {
                    return super.execute(input);
                } catch (TemporalFailure | ActivityCompletionException | DatabaseUnavailableException meant) {
                    throw meant;
                } catch (RuntimeException defect) {
                    if (context.getInfo().getAttempt() < ATTEMPTS || Thread.currentThread().isInterrupted()) {
                        throw defect;
                    }
                    throw ApplicationFailure.newNonRetryableFailureWithCause(
                            QueryErrors.DEFECT + ": " + context.getInfo().getActivityType() + " failed " + ATTEMPTS
                                    + " times with " + defect + ". This is a defect of the program: report it with the worker's log.",
                            QueryErrors.DEFECT.name(), defect);
                }
            }
        };
    }
}
