package dev.maestro.scoring;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.routing.terms.NameResolver;

/** Names as our migrations make them, in the reference profile. Read once per JVM. */
final class SeededNames {
    private static final NameResolver NAMES = load();

    private SeededNames() {}

    static NameResolver reference() {
        return NAMES;
    }

    private static NameResolver load() {
        try (Database database = TestDatabase.fresh()) {
            RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            return NameResolver.of(store.at(store.newest()), Profile.REFERENCE);
        }
    }
}
