package dev.maestro.rules;

import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import dev.maestro.routing.terms.NameResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the valid names most like one that is not. */
final class NearestLists {
    /** As many as a policy can be expected to weigh. */
    private static final int OFFERED = 5;

    private final RegistrySnapshot snapshot;
    private final Profile profile;
    private final NameResolver names;

    NearestLists(RegistrySnapshot snapshot, Profile profile, NameResolver names) {
        this.snapshot = snapshot;
        this.profile = profile;
        this.names = names;
    }

    /** Enabled experts that resolve under their own name, the nearest to what was written first. */
    List<String> experts(String written) {
        return rank(written, snapshot.content().expertAliases(), name -> {
            Optional<Expert> expert = snapshot.expert(name);
            return expert.isPresent() && expert.get().enabled() && expert.get().role() == Expert.Role.EXPERT
                    && names.expert(name).filter(name::equals).isPresent();
        }, snapshot.experts().stream().map(Expert::name).toList());
    }

    /** Enabled skills that may be named and resolve under their own name, the nearest to what was written first. */
    List<String> skills(String written) {
        return rank(written, snapshot.content().skillAliases(), name -> {
            Optional<Skill> skill = snapshot.skill(name);
            return skill.isPresent() && skill.get().enabled() && skill.get().addressable() && skill.get().in(profile)
                    && (skill.get().plan().isPresent() || !snapshot.leaves(name).isEmpty())
                    && names.skill(name).filter(name::equals).isPresent();
        }, snapshot.skills().stream().map(Skill::name).toList());
    }

    private List<String> rank(String written, List<Alias> aliases, Predicate<String> valid, List<String> canonical) {
        Map<String, List<String>> spellings = new HashMap<>();
        canonical.stream().filter(valid).forEach(name -> spellings.put(name, new ArrayList<>(List.of(name))));
        aliases.stream().filter(a -> a.profile() == profile && spellings.containsKey(a.target()))
                .forEach(a -> spellings.get(a.target()).add(a.alias()));
        return NearestNames.ranked(written, spellings, OFFERED);
    }
}
