package dev.maestro.readers.routing;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;

/** The registry as our migrations make it. Read once per JVM. */
final class RoutingRegistry {
    private static final RegistrySnapshot SNAPSHOT = load();

    private RoutingRegistry() {}

    static RegistrySnapshot snapshot() {
        return SNAPSHOT;
    }

    private static RegistrySnapshot load() {
        try (Database database = TestDatabase.fresh()) {
            RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            return store.at(store.newest());
        }
    }
}
