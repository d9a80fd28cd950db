package dev.maestro.app.wiring;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/**
 * Runs the work of an embedded expert on platform threads. The expert computes for seconds without ever blocking: on
 * virtual threads it would occupy their few carriers, and the worker's polls and heartbeats would wait until the server
 * takes the worker for dead.
 */
record PlatformThreadExpert(EmbeddedExpert expert, ExecutorService threads) implements EmbeddedExpert {
    @Override
    public String implementation() {
        return expert.implementation();
    }

    @Override
    public ExpertOutcome call(ExpertRequest request, CallContext context) {
        try {
            return threads.submit(() -> expert.call(request, context)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("embedded expert " + implementation() + " broke its promise not to throw", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExpertOutcome.Failure.of(FailureKind.CANCELLED, ExpertErrors.EXPERT_CANCELLED + ": the worker stops.");
        }
    }
}
