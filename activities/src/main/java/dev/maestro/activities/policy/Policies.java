package dev.maestro.activities;

import dev.maestro.policy.Policy;
import io.temporal.failure.ApplicationFailure;
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
    Policy named(String name) {
        Policy policy = byName.get(name);
        if (policy == null) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "POLICY_UNKNOWN: this worker holds no policy \"" + name + "\"; it holds " + byName.keySet()
                            + ". A remote policy needs policy.remote.endpoint and policy.remote.model in the configuration, a local one policy.local.model.",
                    FailureTypes.PIN_BROKEN);
        }
        return policy;
    }

    boolean isShort(Policy policy) {
        return shortOnes.contains(policy.name());
    }
}
