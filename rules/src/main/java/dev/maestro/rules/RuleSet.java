package dev.maestro.rules;

import dev.maestro.core.registry.RegistrySnapshot;

/**
 * The rules of one registry revision: the built-in ones, compiled by the build, and the operator's, compiled once when
 * the set is made. Immutable and thread-safe; each judgement has a stateless session of its own.
 */
public interface RuleSet {
    /** The revision whose rows it judges by. */
    RegistrySnapshot snapshot();

    /** Admits and dispatches a call. Never throws for anything the call holds. */
    Verdict judge(Call call);
}
