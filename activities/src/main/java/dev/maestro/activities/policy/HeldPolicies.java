package dev.maestro.activities.policy;

import dev.maestro.policy.Policy;
import java.util.Optional;

/**
 * The versions of one policy whose models are in this worker's memory: one that serves new queries, and earlier ones that queries
 * under way are pinned to. They change while the worker runs. Thread-safe.
 */
public interface HeldPolicies {
    /** A worker without a model. */
    HeldPolicies NONE = new HeldPolicies() {
        @Override
        public Optional<Policy> serving() {
            return Optional.empty();
        }

        @Override
        public Optional<Policy> version(String version) {
            return Optional.empty();
        }
    };

    /** What new queries are decided by. */
    Optional<Policy> serving();

    /** The one of this version, when it is held. */
    Optional<Policy> version(String version);
}
