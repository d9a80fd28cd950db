package dev.maestro.rules;

import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingExample;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.RuleSource;
import dev.maestro.core.registry.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A small registry to which a test adds what matters to it, and calls with sane defaults. */
final class SmallRegistries {
    private final List<Expert> experts = new ArrayList<>();
    private final List<Skill> skills = new ArrayList<>();
    private final List<RoutingTerm> terms = new ArrayList<>();
    private final List<ExpertSkill> pairs = new ArrayList<>();
    private final List<Alias> expertAliases = new ArrayList<>();
    private final List<Alias> skillAliases = new ArrayList<>();
    private final List<RuleSource> sources = new ArrayList<>();
    private final List<RoutingExample> examples = new ArrayList<>();

    private SmallRegistries() {}

    /**
     * Experts Alpha, Beta, Gamma; skill Reader with a plan; router Shapes with the leaves Circles
     * ("circle", priority 1), Squares ("square", 2) and Lines (default, 3).
     */
    static SmallRegistries given() {
        SmallRegistries given = new SmallRegistries();
        given.experts.add(SyntheticRegistry.expert("Alpha", 1));
        given.experts.add(SyntheticRegistry.expert("Beta", 2));
        given.experts.add(SyntheticRegistry.expert("Gamma", 3));
        given.skill("Reader", Optional.of("{}"), 1);
        given.skill("Shapes", Optional.empty(), 1);
        given.leaf("Shapes", "Circles", 1, false);
        given.leaf("Shapes", "Squares", 2, false);
        given.leaf("Shapes", "Lines", 3, true);
        given.term("Shapes", "Circles", "circle", 2);
        given.term("Shapes", "Squares", "square", 2);
        return given;
    }

    SmallRegistries skill(String name, Optional<String> plan, int minImages) {
        skills.add(new Skill(name, 1, Optional.empty(), Optional.empty(), 1, false, true, "", "", true, minImages, plan, false, true));
        return this;
    }

    SmallRegistries leaf(String router, String name, int priority, boolean isDefault) {
        skills.add(new Skill(name, 2, Optional.of(router), Optional.of(name.toLowerCase(java.util.Locale.ROOT)), priority, isDefault, true,
                "", "",
                true, 1, Optional.of("{}"), false, true));
        return this;
    }

    SmallRegistries term(String router, String leaf, String term, int weight) {
        terms.add(new RoutingTerm(Profile.DEFAULT, router, leaf, term, RoutingTerm.Match.WORD, weight, Optional.empty()));
        return this;
    }

    SmallRegistries example(String router, String leaf, String example) {
        examples.add(new RoutingExample(Profile.DEFAULT, router, leaf, example));
        return this;
    }

    /** "round things" are circles, "four corners" squares. */
    SmallRegistries examples() {
        return example("Shapes", "Circles", "round things").example("Shapes", "Squares", "four corners");
    }

    SmallRegistries pair(String expert, String skill, boolean allowed) {
        pairs.add(new ExpertSkill(expert, skill, allowed, 1));
        return this;
    }

    SmallRegistries skillAlias(Profile profile, String alias, String skill) {
        skillAliases.add(new Alias(profile, alias, Alias.Match.EXACT, 1, skill));
        return this;
    }

    SmallRegistries source(String name, String stage, String drl) {
        sources.add(new RuleSource(name, stage, drl, true));
        return this;
    }

    /** Replaces an expert: role, needs approval, enabled. */
    SmallRegistries expert(String name, Expert.Role role, boolean requiresApproval, boolean enabled) {
        experts.removeIf(e -> e.name().equals(name));
        Expert e = SyntheticRegistry.expert(name, experts.size() + 1);
        experts.add(new Expert(name, role, e.kind(), e.endpoint(), e.model(), e.implementation(), e.credential(), e.capabilities(),
                e.description(), e.limits(), e.price(), e.temperature(), e.preference(), true, requiresApproval, enabled));
        return this;
    }

    /** Replaces a skill's flags. */
    SmallRegistries skill(String name, boolean defaultRoute, boolean addressable, boolean requiresApproval, boolean enabled) {
        Skill s = skills.stream().filter(x -> x.name().equals(name)).findFirst().orElseThrow();
        skills.set(skills.indexOf(s),
                new Skill(s.name(), s.level(), s.parent(), s.route(), s.routePriority(), defaultRoute, addressable, "", "",
                        true, s.minImages(), s.plan(), requiresApproval, enabled));
        return this;
    }

    RegistrySnapshot snapshot() {
        return new RegistrySnapshot(41, new RegistrySnapshot.Content(
                experts, expertAliases, skills, skillAliases, List.of(), terms, List.of(), List.of(), sources, pairs, List.of(), examples));
    }

    /** Alpha asked to do the skill with the input, one image, nothing before. */
    static Call call(String expert, String skill, String input) {
        return call(expert, skill, input, 1, List.of(), Set.of(), Set.of());
    }

    static Call call(String expert, String skill, String input, int images, List<String> earlier, Set<String> unhealthy,
            Set<String> approved) {
        return new Call(Profile.DEFAULT, expert, skill, input, "", images, earlier.stream().map(CanonicalCall::parse).toList(), unhealthy,
                approved);
    }
}
