package dev.maestro.rules;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.routing.Language;
import dev.maestro.routing.meaning.RouterInterpreter;
import dev.maestro.routing.terms.Conventions;
import dev.maestro.routing.terms.NameResolver;
import dev.maestro.routing.terms.TermIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A snapshot as one profile sees it: its names, its terms, and who can do what. Thread-safe. */
final class ProfileView {
    private final RegistrySnapshot snapshot;
    private final Profile profile;
    private final NameResolver names;
    private final NameResolver aliases;
    private final TermIndex terms;
    private final NearestLists nearest;
    private final Language language;
    private final Map<String, RouterInterpreter> readers = new ConcurrentHashMap<>();
    private final Map<String, Optional<Skill>> defaultLeaves = new ConcurrentHashMap<>();
    private final Map<String, List<Expert>> expertsBySkill = new ConcurrentHashMap<>();

    ProfileView(RegistrySnapshot snapshot, Profile profile, Language language) {
        this.snapshot = snapshot;
        this.profile = profile;
        this.language = language;
        this.names = NameResolver.of(snapshot, profile);
        this.aliases = NameResolver.of(snapshot, Profile.DEFAULT);
        this.terms = TermIndex.of(snapshot, profile);
        this.nearest = new NearestLists(snapshot, profile, names);
    }

    RegistrySnapshot snapshot() {
        return snapshot;
    }

    NameResolver names() {
        return names;
    }

    TermIndex terms() {
        return terms;
    }

    Conventions conventions() {
        return Conventions.of(profile);
    }

    /** How texts for a router are read; empty in a profile that reads to the letter. */
    Optional<RouterInterpreter> reader(Skill router) {
        return conventions().meaningWeight() == 0
                ? Optional.empty()
                : Optional.of(readers.computeIfAbsent(router.name(), name -> new RouterInterpreter(snapshot, profile, name, language)));
    }

    /** Fits every router's examples. */
    void prepare() {
        snapshot.skills().stream().filter(this::isRouter).forEach(router -> reader(router).ifPresent(RouterInterpreter::prepare));
    }

    NearestLists nearest() {
        return nearest;
    }

    /** Enabled experts that may do the skill, best first. {@code skill} is a row of the snapshot, so this cannot grow without bound. */
    List<Expert> expertsFor(String skill) {
        return expertsBySkill.computeIfAbsent(skill, snapshot::expertsFor);
    }

    /**
     * The row behind a resolved name. In the reference profile two names may stand for one skill; the
     * second is then an alias of the default profile.
     */
    Optional<Skill> skill(String canonical) {
        return snapshot.skill(canonical).or(() -> aliases.skill(canonical).flatMap(snapshot::skill));
    }

    /** The leaf a router takes when no term speaks for any. */
    Optional<Skill> defaultLeaf(Skill router) {
        return defaultLeaves.computeIfAbsent(router.name(),
                name -> snapshot.leaves(name).stream().filter(Skill::defaultRoute).findFirst());
    }

    boolean isRouter(Skill skill) {
        return skill.level() == 1 && skill.plan().isEmpty() && !snapshot.leaves(skill.name()).isEmpty();
    }

    boolean isBuildable(Skill skill) {
        return skill.in(profile) && (skill.plan().isPresent() || isRouter(skill));
    }

    /** Switched on, and so is its parent. */
    boolean isEnabled(Skill skill) {
        Optional<Skill> parent = skill.parent().flatMap(snapshot::skill);
        return skill.enabled() && parent.map(Skill::enabled).orElse(true);
    }
}
