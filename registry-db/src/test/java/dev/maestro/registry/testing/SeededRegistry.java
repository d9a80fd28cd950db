package dev.maestro.registry.testing;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.revisions.RegistryStore;

/** The registry as the program's own migrations make it: the rows that serve. Tests that use it are tagged {@code database}. */
public final class SeededRegistry {
    private SeededRegistry() {}

    private static final class Loaded {
        static final RegistrySnapshot SNAPSHOT = load();

        private static RegistrySnapshot load() {
            try (Database database = TestDatabase.fresh()) {
                RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
                return store.at(store.newest());
            }
        }
    }

    /** Read once per JVM. */
    public static RegistrySnapshot snapshot() {
        return Loaded.SNAPSHOT;
    }
}
