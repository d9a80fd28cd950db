package dev.maestro.activities.evaluation;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.scoring.Scorer;
import java.util.List;

/** The scorers, each under its name. A revision decides what the names in a trajectory mean to them. Thread-safe. */
@FunctionalInterface
public interface Scorers {
    String REFERENCE = "reference";
    String STRICT = "strict";

    /**
     * @param snapshot whose names the trajectories use
     * @return one scorer for each name
     */
    List<Scorer> at(RegistrySnapshot snapshot);
}
