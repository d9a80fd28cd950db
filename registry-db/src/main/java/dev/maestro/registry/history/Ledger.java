package dev.maestro.registry.history;

import java.time.Instant;

/**
 * Tokens and money of a query: reserved before a call, settled after it. Append-only and idempotent by
 * key; reservations of parallel steps never overdraw together. Thread-safe.
 */
public interface Ledger {
    /**
     * Reserves what a call may cost at most.
     *
     * @param key the call's key; a second reservation under it changes nothing
     */
    Reservation reserve(String queryId, String key, long tokens, long micros);

    /** Books what a call did cost and frees the rest of its reservation. */
    void settle(String queryId, String key, long tokens, long micros);

    /** Frees the reservation of a call that cost nothing. */
    void release(String queryId, String key);

    Balance balance(String queryId);

    sealed interface Reservation {
        record Granted() implements Reservation {}

        /** @param what {@code tokens} or {@code micros} */
        record Refused(String what, long needed, long left, long limit) implements Reservation {}
    }

    record Balance(long tokensSpent, long tokensReserved, long microsSpent, long microsReserved) {}

    /** @param kind {@code reserve}, {@code settle} or {@code release} */
    record Entry(String queryId, String key, String kind, long tokens, long micros, Instant at) {}
}
