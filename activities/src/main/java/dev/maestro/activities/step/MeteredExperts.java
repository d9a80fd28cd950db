package dev.maestro.activities.step;

import dev.maestro.core.CallContext;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;

/**
 * Calls experts within a query's budget, one attempt at a time. When a call has its place at the expert, directly before it
 * is sent, what it may cost is reserved and the attempt passes its fence; an attempt that fails gives both back at its end, and
 * recording the step settles them. Thread-safe.
 */
public final class MeteredExperts {
    private final ExpertClient experts;

    public MeteredExperts(ExpertClient experts) {
        this.experts = experts;
    }

    /** Throws when the budget does not allow it, when another attempt asks, or when the step is recorded by now. */
    ExpertOutcome call(ExpertRequest request, StepAttempt attempt) {
        CallEstimate most = CallEstimate.of(request);
        if (most.isNothing()) {
            return experts.call(request, attempt.context());
        }
        String call = request.idempotencyKey();
        CallContext guarded = attempt.fence().before(attempt.context(), call, most.tokens(), most.micros());
        ExpertOutcome outcome = experts.call(request, guarded);
        if (outcome instanceof ExpertOutcome.Answered) {
            // A client that sends nothing anywhere tells nobody; its reply counts all the same.
            guarded.beforeSending();
        }
        return outcome;
    }
}
