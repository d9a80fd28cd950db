package dev.maestro.registry.history;

import dev.maestro.core.WireForm;
import java.time.Instant;

/**
 * Tokens and money of a query: reserved before a call, settled after it. Append-only and idempotent by
 * key; reservations of parallel steps never overdraw together. Thread-safe.
 */
public interface Ledger {
    /**
     * Reserves what a call may cost at most.
     *
     * @param key    the call's key; a second reservation under it changes nothing
     * @param micros money, in millionths of the currency unit
     */
    Reservation reserve(String queryId, String key, long tokens, long micros);

    /** Books what a call did cost and frees the rest of its reservation. */
    void settle(String queryId, String key, long tokens, long micros);

    /** Frees the reservation of a call that cost nothing. */
    void release(String queryId, String key);

    /** What is booked and what is reserved now; all zero for a query that reserved nothing. */
    Balance balance(String queryId);

    /** Whether a call may be made. */
    sealed interface Reservation {
        record Granted() implements Reservation {}

        /** @param what {@code tokens} or {@code micros} */
        record Refused(String what, long needed, long left, long limit) implements Reservation {}
    }

    /** Tokens, and money in millionths of the currency unit. */
    record Balance(long tokensSpent, long tokensReserved, long microsSpent, long microsReserved) {}

    enum EntryKind implements WireForm {
        /** What a call may use at most, taken out of what is left before it. */
        RESERVE,
        /** What it has used; ends the reservation. */
        SETTLE,
        /** It has used nothing; ends the reservation. */
        RELEASE;

        @Override
        public String toString() {
            return wire();
        }
    }

    record Entry(String queryId, String key, EntryKind kind, long tokens, long micros, Instant at) {}
}
