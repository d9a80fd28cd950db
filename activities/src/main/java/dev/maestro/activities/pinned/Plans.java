package dev.maestro.activities.pinned;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.registry.revisions.RevisionErrors;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanParser;
import dev.maestro.skills.PlanStructure;
import dev.maestro.skills.prompts.PromptRenderer;
import java.util.List;

/** Plans and prompt renderers of the revisions that queries are pinned to, each parsed once. Thread-safe. */
public final class Plans {
    private final PinnedRegistry registry;
    private final Cache<Key, Plan> plans = Caffeine.newBuilder().maximumSize(2_000).build();
    private final Cache<Key, PromptRenderer> renderers = Caffeine.newBuilder().maximumSize(16).build();

    private record Key(long revision, String name) {}

    public Plans(PinnedRegistry registry) {
        this.registry = registry;
    }

    /** @throws io.temporal.failure.ApplicationFailure {@code PIN_BROKEN} when there is no such revision */
    public RegistrySnapshot snapshot(long revision) {
        try {
            return registry.at(revision);
        } catch (MaestroException e) {
            if (e.code() != RevisionErrors.REVISION_UNKNOWN) {
                throw e;
            }
            throw TemporalFailures.broken(e.getMessage());
        }
    }

    /** A leaf's plan in a profile. A validated revision holds none that is missing or wrong; one that never was validated ends the query. */
    public Plan plan(RegistrySnapshot snapshot, String leaf, Profile profile) {
        return plans.get(new Key(snapshot.revision(), profile.wire() + "/" + leaf), _ -> read(snapshot, leaf, profile));
    }

    private Plan read(RegistrySnapshot snapshot, String leaf, Profile profile) {
        String where = "skill " + leaf + " in registry revision " + snapshot.revision();
        try {
            Plan plan = snapshot.skill(leaf).flatMap(Skill::plan).map(json -> PlanParser.parse(json, profile))
                    .orElseThrow(() -> TemporalFailures.broken(where + " has no plan"));
            List<String> problems = PlanStructure.problems(plan);
            if (!problems.isEmpty()) {
                throw TemporalFailures.broken(where + " has a plan that cannot run: " + String.join("; ", problems));
            }
            return plan;
        } catch (MaestroException e) {
            throw TemporalFailures.broken(where + ": " + e.getMessage());
        }
    }

    public PromptRenderer renderer(RegistrySnapshot snapshot, Profile profile) {
        return renderers.get(new Key(snapshot.revision(), profile.wire()), key -> PromptRenderer.of(snapshot, profile));
    }
}
