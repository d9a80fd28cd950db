package dev.maestro.activities.evaluation;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.scoring.Scorer;
import java.util.List;

/** The scorers, each by its name; what names mean to them is a revision's. Thread-safe. */
@FunctionalInterface
public interface Scorers {
    String REFERENCE = "reference";
    String STRICT = "strict";

    List<Scorer> at(RegistrySnapshot snapshot);
}
