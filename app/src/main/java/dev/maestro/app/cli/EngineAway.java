package dev.maestro.app.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Tells an engine that does not answer just now, e.g. because it restarts, from one that refuses. */
final class EngineAway {
    private static final Set<Status.Code> FOR_NOW = Set.of(
            Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED, Status.Code.ABORTED,
            Status.Code.INTERNAL, Status.Code.UNKNOWN);

    private EngineAway() {}

    /** @param failure as a client of the engine throws it */
    static boolean is(RuntimeException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof StatusRuntimeException status && FOR_NOW.contains(status.getStatus().getCode()));
    }
}
