package dev.maestro.registry.history;

import dev.maestro.core.WireForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

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

    /**
     * Asks, under the ledger's lock, whether this attempt may send its request, and reserves what the request may cost at most.
     * Granted to one attempt at a time, and to none once what it asks for is recorded. Asking again renews.
     */
    Claim claim(CallClaim call);

    /** Ends a claim whose call brought nothing, with its reservation; nothing happens when another attempt has it by now. */
    void giveBack(CallClaim call);

    /** Lets the claims of these attempts stand for so long from now. */
    void renew(Collection<String> holders, Duration lease);

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

    /**
     * What an attempt wants to send.
     *
     * @param key    under which it will be recorded, of a step or a turn
     * @param call   the call's own key in the ledger
     * @param holder the attempt, named anew each time
     * @param lease  how long the claim stands without being renewed
     * @param tokens the most it may use
     * @param micros the most it may cost
     */
    record CallClaim(String queryId, String key, String call, String holder, Duration lease, long tokens, long micros) {}

    /** How a claim ended. */
    sealed interface Claim {
        record Granted() implements Claim {}

        /** What is asked for stands in the record. */
        record Recorded() implements Claim {}

        /** The turn or the query has ended. */
        record Over() implements Claim {}

        /** @param left how long the other attempt's claim stands if it is not renewed */
        record Held(Duration left) implements Claim {}

        record TooMuch(Reservation.Refused refused) implements Claim {}
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
