package dev.maestro.experts;

import dev.maestro.core.CallContext;

/**
 * A way to call experts. Implementations pass {@code ExpertClientContract}. Thread-safe; a call blocks
 * its (virtual) thread until the outcome is known, retries nothing, and throws for no behaviour of the
 * expert: every failure is an {@link ExpertOutcome}.
 */
public interface ExpertClient {
    /**
     * @param context is told directly before the request is sent, and may forbid it then; how the caller learns of progress and asks to
     *                stop; when it asks, the call ends with
     *                {@link ExpertOutcome.Failure} of kind {@code CANCELLED} and no HTTP exchange stays open
     */
    ExpertOutcome call(ExpertRequest request, CallContext context);
}
