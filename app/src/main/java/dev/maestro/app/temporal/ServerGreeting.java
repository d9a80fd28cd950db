package dev.maestro.app.temporal;

import dev.maestro.app.program.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks whether a Temporal server answers at an address, before anything is tried there that takes longer. */
public final class ServerGreeting {
    /** A server across the world answers in a second; one that is starting is met again by whoever starts the program again. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private ServerGreeting() {}

    /**
     * Waits for at most some seconds.
     *
     * @param stubs   connects to {@code address}; stays open
     * @throws Problem {@code TEMPORAL_UNAVAILABLE} when nobody answers, or somebody who is no Temporal server
     */
    public static void require(WorkflowServiceStubs stubs, String address) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                // The raw channel: the stubs' own way asks again for twenty seconds.
                WorkflowServiceGrpc.newBlockingStub(stubs.getRawChannel())
                        .withDeadlineAfter(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
                return;
            } catch (StatusRuntimeException e) {
                boolean again = e.getStatus().getCode() == Status.Code.UNAVAILABLE && deadline - System.nanoTime() > PAUSE.toNanos();
                if (!again) {
                    throw refused(address, e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static Problem refused(String address, StatusRuntimeException e) {
        String why = switch (e.getStatus().getCode()) {
            case DEADLINE_EXCEEDED -> "it did not greet within " + PATIENCE.toSeconds() + " seconds, as a Temporal server does";
            case UNIMPLEMENTED -> "it knows no Temporal (" + e.getStatus().getDescription() + ")";
            default -> e.getStatus().getCode() + (e.getStatus().getCause() == null ? "" : ", " + e.getStatus().getCause().getMessage())
                    + (e.getStatus().getDescription() == null ? "" : ", " + e.getStatus().getDescription());
        };
        return Problem.infrastructure(TemporalErrors.TEMPORAL_UNAVAILABLE, "no Temporal server answers at " + address + ": " + why
                + ". Set temporal.address to the server's gRPC port (usually 7233, not that of its UI), start that server, or remove the setting to have our own.",
                e);
    }
}
