package dev.maestro.activities.policy;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.policy.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The policies a worker holds, by name. */
public final class Policies {
    private final Map<String, Policy> byName = new LinkedHashMap<>();
    private final Set<String> shortOnes;

    /** @param shortOnes names of those whose decisions take milliseconds and call nobody */
    public Policies(List<Policy> policies, Set<String> shortOnes) {
        policies.forEach(p -> byName.put(p.name(), p));
        this.shortOnes = Set.copyOf(shortOnes);
    }

    /** Fails, not to be retried on this worker, when it does not hold the policy. */
    public Policy named(String name) {
        Policy policy = byName.get(name);
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
