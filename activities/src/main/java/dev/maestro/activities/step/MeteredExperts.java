package dev.maestro.activities.step;

import dev.maestro.activities.TemporalFailures;
import dev.maestro.core.CallContext;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.registry.history.Ledger;

/**
 * Calls experts within a query's budget: it reserves what a call may cost, and releases the reservation when the call
 * fails; recording the step settles it. Thread-safe.
 */
public final class MeteredExperts {
    private final ExpertClient experts;
    private final Ledger ledger;

    public MeteredExperts(ExpertClient experts, Ledger ledger) {
        this.experts = experts;
        this.ledger = ledger;
    }

    /** Throws when the budget does not allow it. */
    ExpertOutcome call(StepWork work, ExpertRequest request, CallContext context) {
        CallEstimate most = CallEstimate.of(request);
        if (most.isNothing()) {
            return experts.call(request, context);
        }
        String queryId = work.request().queryId();
        TemporalFailures.requireGranted(ledger.reserve(queryId, request.idempotencyKey(), most.tokens(), most.micros()),
                work.request().key().toString());
        ExpertOutcome outcome = experts.call(request, context);
        if (outcome instanceof ExpertOutcome.Failure) {
            ledger.release(queryId, request.idempotencyKey());
        }
        return outcome;
    }
}
