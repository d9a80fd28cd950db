package dev.maestro.http;

import dev.maestro.core.CallContext;
import dev.maestro.http.HttpEnd.Complete;
import dev.maestro.http.HttpEnd.Failed;
import dev.maestro.http.HttpEnd.Problem;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The caller's side of an exchange: deadlines, cancellation, and what an error means. */
final class Pump {
    /** A new connection costs a millisecond on the local network: not worth a longer wait. */
    private static final long DRAIN_MS = 50;
    /** So long is waited for more when the reader is satisfied. */
    private static final long QUIET_MS = 500;

    private final HttpCall call;
    private final Pending pending;
    private final HttpReader reader;
    private final CallContext context;
    private final long started = System.nanoTime();
    private long phaseStarted = started;
    private Phase phase = Phase.CONNECTING;
    private boolean asked;

    private enum Phase { CONNECTING, WAITING, READING }

    Pump(HttpCall call, Pending pending, HttpReader reader, CallContext context) {
        this.call = call;
        this.pending = pending;
        this.reader = reader;
        this.context = context;
    }

    HttpEnd run() throws InterruptedException {
        while (true) {
            long left = Math.min(left(started, call.limits().totalMs()), left(phaseStarted, phaseMs()));
            Pending.Event event = left <= 0 ? pending.next(0) : pending.next(HttpExchanges.pollMs(left));
            if (event != null) {
                // a server that never pauses must not outlive its time
                HttpEnd end = left(started, call.limits().totalMs()) <= 0 ? new Failed(Problem.TIMED_OUT, late()) : take(event);
                if (end != null) {
                    return end;
                }
            }
            // after the event: a reply that is whole is paid for, and its caller may still record it
            if (context.cancelled()) {
                return new Failed(Problem.CANCELLED, "given up by its caller");
            }
            if (event == null && satisfied(QUIET_MS)) {
                return new Complete();
            }
            if (event == null && left <= 0) {
                return new Failed(Problem.TIMED_OUT, late());
            }
        }
    }

    /** The reader is asked once after each piece that was followed by so much silence. */
    private boolean satisfied(long quietMs) {
        if (phase != Phase.READING || asked || left(phaseStarted, quietMs) > 0) {
            return false;
        }
        asked = true;
        return reader.satisfied();
    }

    private @Nullable HttpEnd take(Pending.Event event) throws InterruptedException {
        return switch (event) {
            case Pending.Event.Connected() -> {
                enter(Phase.WAITING);
                yield null;
            }
            case Pending.Event.Head(int status, var headers) -> {
                reader.head(status, headers);
                yield null;
            }
            case Pending.Event.Body(byte[] bytes) -> {
                enter(Phase.READING);
                asked = false;
                yield reader.body(bytes) ? enough() : null;
            }
            case Pending.Event.End() -> new Complete();
            case Pending.Event.TooLarge(String said) ->
                new Failed(Problem.TOO_LARGE, "the reply has " + said + ", limit " + call.limits().maxBytes());
            case Pending.Event.Error(Throwable cause, boolean connected) ->
                connected ? broken(cause, phase == Phase.READING && reader.satisfied()) : notConnected(cause);
        };
    }

    /** The reader has all it wants. When the end of the body follows at once, the connection can be kept. */
    private Complete enough() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MS);
        for (long left = DRAIN_MS; left > 0 && !pending.ended(); left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            pending.next(left);
        }
        return new Complete();
    }

    private void enter(Phase next) {
        phase = next;
        phaseStarted = System.nanoTime();
    }

    private long phaseMs() {
        return phase == Phase.CONNECTING ? call.limits().connectMs() : call.limits().firstByteMs();
    }

    private String late() {
        if (left(started, call.limits().totalMs()) <= 0) {
            return "not done within " + call.limits().totalMs() + " ms";
        }
        return switch (phase) {
            case CONNECTING -> "no connection within " + call.limits().connectMs() + " ms";
            case WAITING -> "no first byte within " + call.limits().firstByteMs() + " ms";
            case READING -> "no further byte within " + call.limits().firstByteMs() + " ms";
        };
    }

    private static long left(long since, long limitMs) {
        return since + TimeUnit.MILLISECONDS.toNanos(limitMs) - System.nanoTime();
    }

    private Failed notConnected(Throwable cause) {
        String host = call.host() + ":" + call.port();
        if (cause instanceof ConnectTimeoutException) {
            return new Failed(Problem.TIMED_OUT, "no connection within " + call.limits().connectMs() + " ms");
        }
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException) {
                return new Failed(Problem.NO_CONNECTION, "the host " + call.host() + " does not resolve");
            }
            if (at instanceof SSLException) {
                return new Failed(Problem.NO_CONNECTION, "no trusted TLS with " + host + " (" + at.getMessage() + ")");
            }
            if (at instanceof ConnectException) {
                return new Failed(Problem.NO_CONNECTION, "the connection to " + host + " was refused");
            }
        }
        return new Failed(Problem.NO_CONNECTION, "no connection to " + host + " (" + cause.getClass().getSimpleName() + ")");
    }

    private static HttpEnd broken(Throwable cause, boolean satisfied) {
        if (satisfied) {
            return new Complete();
        }
        if (cause instanceof HttpClosedException || cause instanceof IOException) {
            return new Failed(Problem.CUT, "the connection was closed before the reply was complete");
        }
        return new Failed(Problem.NOT_HTTP, "the reply is no HTTP (" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")");
    }
}
