package dev.maestro.app.check;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import java.net.URI;
import java.util.Optional;

/** Ports of experts' services, from their rows. */
final class ExpertPorts {
    private ExpertPorts() {}

    /** Empty for an embedded expert, and where the endpoint leaves the port to its scheme. */
    static Optional<Integer> of(RegistrySnapshot snapshot, String expert) {
        return snapshot.expert(expert).flatMap(Expert::endpoint).map(endpoint -> URI.create(endpoint).getPort()).filter(port -> port > 0);
    }
}
