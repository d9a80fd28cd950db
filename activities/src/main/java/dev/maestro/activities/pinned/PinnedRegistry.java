package dev.maestro.activities.pinned;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.rules.RuleSet;

/** The registry as a worker serves it: any revision, with the rules of that revision. Thread-safe. */
public interface PinnedRegistry {
    /** The revision that new queries are pinned to. */
    long currentRevision();

    /** @throws dev.maestro.core.errors.MaestroException {@code REVISION_UNKNOWN} when there is no such revision */
    RegistrySnapshot at(long revision);

    /** @return compiled at the first call for a revision, which takes a while, and kept */
    RuleSet rules(RegistrySnapshot snapshot);

    /** Identity of the rules at a revision: the built-in rules' hash and the revision of the operator's. */
    String ruleSetIdentity(RegistrySnapshot snapshot);
}
