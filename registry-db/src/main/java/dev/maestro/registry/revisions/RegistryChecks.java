package dev.maestro.registry.revisions;

import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.EndpointAddress;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.ImageBonus;
import dev.maestro.core.registry.NameRule;
import dev.maestro.core.registry.Probe;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.core.registry.RoutingExample;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said about a revision from its rows alone: names lead somewhere and to one place only,
 * every enabled skill can run, every router has its default. Plans, prompts and rules are compiled by
 * further checks of the modules that know how.
 */
public final class RegistryChecks {
    /** The router whose "leaves" are Level-1 skills: the baseline policy's choice. */
    private static final String POLICY = "policy";

    private final RegistrySnapshot registry;
    private final List<Problem> problems = new ArrayList<>();

    private RegistryChecks(RegistrySnapshot registry) {
        this.registry = registry;
    }

    /** All of them. */
    public static RevisionCheck structural() {
        return registry -> new RegistryChecks(registry).run();
    }

    private List<Problem> run() {
        namesAreUnambiguous();
        expertAliases();
        skillAliases();
        nameRules();
        registry.skills().stream().filter(Skill::enabled).forEach(this::skillCanRun);
        routingTerms();
        routingExamples();
        imageBonuses();
        pairs();
        probes();
        return List.copyOf(problems);
    }

    private void say(String table, String row, String reason) {
        problems.add(new Problem(table, row, reason));
    }

    // Names --------------------------------------------------------------------------------------

    private void namesAreUnambiguous() {
        Map<String, String> experts = new HashMap<>();
        registry.experts().forEach(e -> differsInMoreThanCase("experts", experts, e.name()));
        registry.experts().forEach(e -> e.endpoint().flatMap(EndpointAddress::objection)
                .ifPresent(objection -> say("experts", e.name(), "its endpoint " + objection)));
        Map<String, String> skills = new HashMap<>();
        registry.skills().forEach(s -> differsInMoreThanCase("skills", skills, s.name()));
    }

    private void differsInMoreThanCase(String table, Map<String, String> seen, String name) {
        String other = seen.putIfAbsent(lower(name), name);
        if (other != null) {
            say(table, name, "differs from \"" + other + "\" in upper and lower case only, and names are matched without; rename one");
        }
    }

    private void expertAliases() {
        Map<String, String> names = new HashMap<>();
        registry.experts().forEach(e -> names.put(lower(e.name()), e.name()));
        for (Alias alias : registry.content().expertAliases()) {
            aliasLeadsToOne("expert_aliases", alias, names);
        }
    }

    private void skillAliases() {
        Map<String, String> names = new HashMap<>();
        registry.skills().forEach(s -> names.put(lower(s.name()), s.name()));
        for (Alias alias : registry.content().skillAliases()) {
            if (isDefault(alias.profile()) && registry.skill(alias.target()).isEmpty()) {
                say("skill_aliases", key(alias),
                        "leads to skill \"" + alias.target() + "\", which does not exist" + nearestSkill(alias.target()));
            }
            aliasLeadsToOne("skill_aliases", alias, names);
        }
    }

    private void aliasLeadsToOne(String table, Alias alias, Map<String, String> names) {
        String named = names.get(alias.alias());
        if (isDefault(alias.profile()) && alias.match() == Alias.Match.EXACT && named != null && !named.equals(alias.target())) {
            say(table, key(alias), "is ambiguous: it is the name of \"" + named + "\", but leads to \"" + alias.target()
                    + "\"; delete the alias or rename");
        }
    }

    private void nameRules() {
        for (NameRule rule : registry.content().nameRules()) {
            if (isDefault(rule.profile()) && registry.skill(rule.target()).isEmpty()) {
                say("name_rules", rule.profile() + "/" + rule.priority(),
                        "leads to skill \"" + rule.target() + "\", which does not exist" + nearestSkill(rule.target()));
            }
        }
    }

    // Skills -------------------------------------------------------------------------------------

    private void skillCanRun(Skill skill) {
        List<Skill> leaves = registry.leaves(skill.name());
        if (skill.level() == 2) {
            leafCanRun(skill);
        } else if (skill.plan().isPresent() && !leaves.isEmpty()) {
            say("skills", skill.name(),
                    "has both a plan and leaves (" + leaves.getFirst().name() + ", …); keep one: a router has no plan of its own");
        } else if (skill.plan().isPresent()) {
            planCanRun(skill, skill.plan().get());
        } else {
            routerCanRoute(skill, leaves);
        }
    }

    private void leafCanRun(Skill leaf) {
        Optional<Skill> parent = leaf.parent().flatMap(registry::skill);
        if (parent.isEmpty() || parent.get().level() != 1) {
            say("skills", leaf.name(), "is a leaf of \"" + leaf.parent().orElse("") + "\", which is not a Level-1 skill"
                    + nearestSkill(leaf.parent().orElse("")));
        }
        if (leaf.plan().isEmpty()) {
            say("skills", leaf.name(), "is enabled but has no plan; give it one, or set enabled = false");
        } else {
            planCanRun(leaf, leaf.plan().get());
        }
    }

    private void routerCanRoute(Skill router, List<Skill> leaves) {
        if (leaves.stream().noneMatch(Skill::enabled)) {
            say("skills", router.name(), "is enabled but has neither a plan nor an enabled leaf; give it one, or set enabled = false");
            return;
        }
        long defaults = leaves.stream().filter(leaf -> leaf.enabled() && leaf.defaultRoute()).count();
        if (defaults != 1) {
            say("skills", router.name(), "has " + defaults + " enabled leaves with default_route; a router needs exactly one");
        }
    }

    private void planCanRun(Skill skill, String json) {
        PlanMentions plan = PlanMentions.of(json);
        if (plan.steps() == 0) {
            say("skills", skill.name(), "has a plan without steps; \"steps\" must list at least one");
        }
        for (String prompt : plan.prompts()) {
            if (!promptExists(prompt)) {
                say("skills", skill.name(), "its plan names prompt \"" + prompt + "\", which profile default does not have"
                        + nearest(prompt, registry.content().prompts().stream().map(p -> p.name()).toList()));
            }
        }
        for (String capability : plan.neededCapabilities()) {
            if (registry.withCapability(capability).isEmpty()) {
                say("skills", skill.name(), "its plan needs capability \"" + capability
                        + "\", which no enabled expert or service has; enable one, or make the step optional");
            }
        }
        if (registry.expertsFor(skill.name()).isEmpty()) {
            say("skills", skill.name(), "is enabled, but no enabled expert may do it; add a row to expert_skills, or set enabled = false");
        }
    }

    /** A placeholder stands for any text: some prompt must have the rest of the name. */
    private boolean promptExists(String name) {
        String pattern = PlanMentions.placeholdersToPattern(name);
        return registry.content().prompts().stream()
                .anyMatch(p -> isDefault(p.profile()) && (p.name().equals(name) || p.name().matches(pattern)));
    }

    // Routing ------------------------------------------------------------------------------------

    private void routingTerms() {
        Map<String, Integer> weights = new HashMap<>();
        for (RoutingTerm term : registry.content().routingTerms()) {
            String row = term.profile() + "/" + term.router() + "/" + term.leaf() + "/" + term.term() + "/" + term.bonusGroup().orElse("");
            routeExists("routing_terms", row, term.router(), term.leaf());
            term.bonusGroup().ifPresent(group -> {
                Integer other = weights.putIfAbsent(term.profile() + "/" + term.router() + "/" + term.leaf() + "/" + group, term.weight());
                if (other != null && other != term.weight()) {
                    say("routing_terms", row, "has weight " + term.weight() + ", others of bonus group \"" + group + "\" have " + other
                            + "; a group adds its weight once, so all must have the same");
                }
            });
        }
    }

    private void routingExamples() {
        for (RoutingExample example : registry.content().routingExamples()) {
            routeExists("routing_examples", example.profile() + "/" + example.router() + "/" + example.example(), example.router(),
                    example.leaf());
        }
    }

    private void imageBonuses() {
        for (ImageBonus bonus : registry.content().imageBonuses()) {
            routeExists("image_bonuses", bonus.profile() + "/" + bonus.router() + "/" + bonus.leaf() + "/" + bonus.minImages(),
                    bonus.router(), bonus.leaf());
        }
    }

    private void routeExists(String table, String row, String router, String leaf) {
        Optional<Skill> target = registry.skill(leaf);
        if (target.isEmpty()) {
            say(table, row, "speaks for skill \"" + leaf + "\", which does not exist" + nearestSkill(leaf));
        } else if (router.equals(POLICY)) {
            if (target.get().level() != 1) {
                say(table, row, "is for the policy, which names Level-1 skills, but \"" + leaf + "\" is a leaf");
            }
        } else if (!target.get().parent().equals(Optional.of(router))) {
            say(table, row, "speaks for \"" + leaf + "\", which is not a leaf of router \"" + router + "\" but of \""
                    + target.get().parent().orElse("none") + "\"");
        }
    }

    // Pairs and probes ---------------------------------------------------------------------------

    private void pairs() {
        for (ExpertSkill pair : registry.content().expertSkills()) {
            String row = pair.expert() + "/" + pair.skill();
            if (registry.skill(pair.skill()).isEmpty()) {
                say("expert_skills", row, "skill \"" + pair.skill() + "\" does not exist" + nearestSkill(pair.skill()));
            }
            Optional<Expert> expert = registry.expert(pair.expert());
            if (expert.isEmpty()) {
                say("expert_skills", row, "expert \"" + pair.expert() + "\" does not exist"
                        + nearest(pair.expert(), registry.experts().stream().map(Expert::name).toList()));
            } else if (expert.get().role() == Expert.Role.SERVICE) {
                say("expert_skills", row, "\"" + pair.expert() + "\" is a service, which no call can name; plans reach it by capability");
            }
        }
    }

    private void probes() {
        for (Probe probe : registry.content().probes()) {
            if (registry.expert(probe.target()).isEmpty() && registry.skill(probe.target()).isEmpty()) {
                say("probes", probe.name(),
                        "asks \"" + probe.target() + "\", which is neither an expert nor a skill" + nearestSkill(probe.target()));
            }
        }
    }

    // Words --------------------------------------------------------------------------------------

    private static boolean isDefault(Profile profile) {
        return profile.equals(Profile.DEFAULT);
    }

    private static String key(Alias alias) {
        return alias.profile() + "/" + alias.alias();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private String nearestSkill(String name) {
        return nearest(name, registry.skills().stream().map(Skill::name).toList());
    }

    private static String nearest(String name, List<String> names) {
        List<String> near = NearestNames.near(name, names, 1);
        return near.isEmpty() ? "" : "; nearest: \"" + near.getFirst() + "\"";
    }
}
