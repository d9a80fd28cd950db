package dev.maestro.activities.record;

import dev.maestro.registry.history.QueryHistory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Tells a server that is away for a while from one that never was there: who replied once, or was seen well by this worker, is
 * worth waiting for. It reads the record only when somebody failed. Thread-safe.
 */
public final class KnownToAnswer {
    private final QueryHistory history;
    private final Supplier<Set<String>> seen;
    private final Set<String> experts = ConcurrentHashMap.newKeySet();
    private final Set<String> policies = ConcurrentHashMap.newKeySet();

    /** @param seen names of experts that this worker has found well at least once */
    public KnownToAnswer(QueryHistory history, Supplier<Set<String>> seen) {
        this.history = history;
        this.seen = seen;
    }

    /** Of an expert, by its name. */
    public boolean expert(String name) {
        if (experts.contains(name)) {
            return true;
        }
        boolean known = seen.get().contains(name) || history.hasReplied(name);
        if (known) {
            experts.add(name);
        }
        return known;
    }

    /** Of a policy, by its name. */
    public boolean policy(String name) {
        if (policies.contains(name)) {
            return true;
        }
        boolean known = history.hasDecided(name);
        if (known) {
            policies.add(name);
        }
        return known;
    }
}
