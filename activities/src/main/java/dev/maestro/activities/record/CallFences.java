package dev.maestro.activities.record;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.core.CallContext;
import dev.maestro.registry.database.DatabaseUnavailableException;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.Ledger.CallClaim;
import dev.maestro.registry.history.Ledger.Claim;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one attempt at a time send the request of a step or a decision, and none once its reply is recorded. An attempt
 * passes its fence directly before it sends, after every queue, and keeps the lease until it has recorded; a worker that was stopped
 * meanwhile has lost it and sends nothing. Thread-safe.
 */
public final class CallFences {
    private static final Logger LOG = LoggerFactory.getLogger(CallFences.class);
    /** A worker that is not heard of for so long is taken for gone: two missed renewals and more for a busy machine. */
    public static final Duration LEASE = Duration.ofSeconds(10);
    /** Most calls end before the first renewal. */
    private static final Duration RENEWAL = LEASE.dividedBy(4);
    /** How soon it is worth to look again for what another attempt is asking for. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Duration lease;
    private final Set<String> holders = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean renewing = new AtomicBoolean();

    public CallFences(Ledger ledger) {
        this(ledger, LEASE);
    }

    /** @param lease how long a lease stands without being renewed */
    CallFences(Ledger ledger, Duration lease) {
        this.ledger = ledger;
        this.lease = lease;
    }

    /** What an attempt asks for is recorded by now: it is read instead. */
    public static final class RecordedMeanwhileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RecordedMeanwhileException(String key) {
            super(key + " is recorded", null, false, false);
        }
    }

    /** @param key under which the attempt records: of a step or a turn */
    public Fence of(String queryId, String key) {
        return new Fence(queryId, key);
    }

    /** One attempt's way through. Closed at its end, when it gives back what it did not record. Not thread-safe. */
    public final class Fence implements AutoCloseable {
        private final String queryId;
        private final String key;
        private final String holder = UUID.randomUUID().toString();
        private Optional<String> passed = Optional.empty();

        private Fence(String queryId, String key) {
            this.queryId = queryId;
            this.key = key;
        }

        /**
         * The same context, for a call that passes the fence before it is sent.
         *
         * @param call   what the ledger knows the call by
         * @param tokens the most it may use
         * @param micros the most it may cost
         */
        public CallContext before(CallContext context, String call, long tokens, long micros) {
            return new CallContext() {
                @Override
                public boolean cancelled() {
                    return context.cancelled();
                }

                @Override
                public void progress(int charactersSoFar) {
                    context.progress(charactersSoFar);
                }

                @Override
                public void beforeSending() {
                    if (passed.isEmpty()) {
                        pass(call, tokens, micros);
                    }
                }
            };
        }

        private void pass(String call, long tokens, long micros) {
            switch (ledger.claim(claim(call, tokens, micros))) {
                case Claim.Granted() -> {
                    passed = Optional.of(call);
                    holders.add(holder);
                    renew();
                }
                case Claim.Recorded() -> throw new RecordedMeanwhileException(key);
                case Claim.Held(Duration left) -> throw ApplicationFailure.newBuilder()
                        .setType(QueryErrors.CALL_HELD.name())
                        .setMessage("another attempt asks for " + key + " just now; it has " + left.toMillis() + " ms to be heard of")
                        .setNextRetryDelay(left.compareTo(LOOK_AGAIN) < 0 ? left.plusMillis(50) : LOOK_AGAIN)
                        .build();
                case Claim.Over() -> throw TemporalFailures.lasting(QueryErrors.QUERY_ENDED,
                        "the turn or the query of " + key + " has ended; nobody is asked any more");
                case Claim.TooMuch(var refused) -> TemporalFailures.requireGranted(refused, key);
            }
        }

        private CallClaim claim(String call, long tokens, long micros) {
            return new CallClaim(queryId, key, call, holder, lease, tokens, micros);
        }

        /** What was asked for stands in the record, and the lease has ended with it. */
        public void recorded() {
            passed = Optional.empty();
            holders.remove(holder);
        }

        /** The call brought nothing that is recorded: who tries next need not wait. Without a database the lease ends by itself. */
        @Override
        public void close() {
            holders.remove(holder);
            passed.ifPresent(call -> {
                try {
                    ledger.giveBack(claim(call, 0, 0));
                } catch (DatabaseUnavailableException e) {
                    LOG.debug("event=lease_left key={} reason=\"{}\"", key, e.getMessage());
                }
            });
            passed = Optional.empty();
        }
    }

    private void renew() {
        if (renewing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("call-leases").start(this::renewWhileHeld);
        }
    }

    private void renewWhileHeld() {
        try {
            while (true) {
                Thread.sleep(RENEWAL.compareTo(lease.dividedBy(4)) < 0 ? RENEWAL : lease.dividedBy(4));
                List<String> held = List.copyOf(holders);
                if (held.isEmpty()) {
                    break;
                }
                try {
                    ledger.renew(held, lease);
                } catch (RuntimeException e) {
                    // Without a database nobody else can claim either; the next renewal tries again.
                    LOG.debug("event=lease_not_renewed held={} reason=\"{}\"", held.size(), e.getMessage());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            renewing.set(false);
            if (!holders.isEmpty() && !Thread.currentThread().isInterrupted()) {
                renew();
            }
        }
    }
}
