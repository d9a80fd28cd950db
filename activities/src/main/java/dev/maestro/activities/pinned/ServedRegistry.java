package dev.maestro.activities.pinned;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.rules.RuleSet;
import dev.maestro.rules.RuleSets;
import java.util.function.Supplier;

/** {@link PinnedRegistry} on the database: it takes the current revision from a follower and loads any other by its number. */
public final class ServedRegistry implements PinnedRegistry {
    /** "sha256:" and twelve digits of the built-in rules' hash: enough to tell builds apart, short enough to read. */
    private static final int IDENTITY_LENGTH = 19;
    /** Said of rules that route by words alone, which may decide otherwise than the same rules with a language. */
    private static final String WITHOUT_LANGUAGE = "+no-language";

    private final RegistryStore store;
    private final Supplier<RegistrySnapshot> serving;
    private final RuleSets rules;

    /** @param serving the snapshot that new queries are pinned to, e.g. a follower's */
    public ServedRegistry(RegistryStore store, Supplier<RegistrySnapshot> serving, RuleSets rules) {
        this.store = store;
        this.serving = serving;
        this.rules = rules;
    }

    @Override
    public long currentRevision() {
        return serving.get().revision();
    }

    @Override
    public RegistrySnapshot at(long revision) {
        RegistrySnapshot now = serving.get();
        return now.revision() == revision ? now : store.at(revision);
    }

    @Override
    public RuleSet rules(RegistrySnapshot snapshot) {
        return rules.forSnapshot(snapshot);
    }

    @Override
    public String ruleSetIdentity(RegistrySnapshot snapshot) {
        return RuleSets.identity().substring(0, IDENTITY_LENGTH) + "+r" + snapshot.revision()
                + (rules.understands() ? "" : WITHOUT_LANGUAGE);
    }
}
