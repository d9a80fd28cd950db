package dev.maestro.activities;

import dev.maestro.policy.reward.Scorer;
import dev.maestro.registry.RegistrySnapshot;
import java.util.List;

/** The scorers, each by its name; what names mean to them is a revision's. Thread-safe. */
@FunctionalInterface
public interface Scorers {
    String REFERENCE = "reference";
    String STRICT = "strict";

    List<Scorer> at(RegistrySnapshot snapshot);
}
