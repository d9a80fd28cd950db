package dev.maestro.activities.policy;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.policy.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The policies a worker holds, by name. */
public final class Policies {
    private final Map<String, Policy> byName = new LinkedHashMap<>();
    private final Set<String> shortOnes;
    private final HeldPolicies held;

    /** @param shortOnes names of those whose decisions take milliseconds and call nobody */
    public Policies(List<Policy> policies, Set<String> shortOnes) {
        this(policies, shortOnes, HeldPolicies.NONE);
    }

    /** @param held policies whose model is in memory, and changes while the worker runs */
    public Policies(List<Policy> policies, Set<String> shortOnes, HeldPolicies held) {
        policies.forEach(p -> byName.put(p.name(), p));
        this.shortOnes = Set.copyOf(shortOnes);
        this.held = held;
    }

    /** The policy for a query that begins. Fails, not to be retried on this worker, when it does not hold the policy. */
    public Policy named(String name) {
        return lookup(name, held.serving());
    }

    /**
     * The policy for a query that goes on: of several versions that are held the pinned one, else the one that serves now.
     *
     * @param pinned version that the query began with; empty: it is not on record
     */
    public Policy named(String name, Optional<String> pinned) {
        return lookup(name, pinned.flatMap(held::version).or(held::serving));
    }

    private Policy lookup(String name, Optional<Policy> inMemory) {
        Policy policy = inMemory.filter(each -> each.name().equals(name)).orElseGet(() -> byName.get(name));
        if (policy == null) {
            throw TemporalFailures.lasting(QueryErrors.PIN_BROKEN, QueryErrors.POLICY_UNKNOWN + ": this worker holds no policy \"" + name
                    + "\"; it holds "
                    + byName.keySet()
                    + ". A remote policy needs policy.remote.endpoint and policy.remote.model in the configuration, a local one policy.local.model.");
        }
        return policy;
    }

    public boolean isShort(Policy policy) {
        return shortOnes.contains(policy.name());
    }
}
