package dev.maestro.core.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything the registry held at one revision. Immutable, and the same on every worker for the same
 * revision; lookups by name are constant-time.
 *
 * <p>Lists keep a stable order: experts by preference then name, skills by level, parent, route
 * priority, name; the others as their tables' keys sort.
 */
public final class RegistrySnapshot {
    private final long revision;
    private final Content content;
    private final Map<String, Expert> expertsByName;
    private final Map<String, Skill> skillsByName;
    private final Map<String, List<Skill>> leavesByParent;
    private final Map<String, PromptTemplate> promptsByKey;
    private final Map<String, ExpertSkill> pairs;

    /** The rows themselves, table by table. */
    public record Content(
            List<Expert> experts,
            List<Alias> expertAliases,
            List<Skill> skills,
            List<Alias> skillAliases,
            List<NameRule> nameRules,
            List<RoutingTerm> routingTerms,
            List<ImageBonus> imageBonuses,
            List<PromptTemplate> prompts,
            List<RuleSource> ruleSources,
            List<ExpertSkill> expertSkills,
            List<Probe> probes,
            List<RoutingExample> routingExamples) {
        public Content {
            experts = List.copyOf(experts);
            expertAliases = List.copyOf(expertAliases);
            skills = List.copyOf(skills);
            skillAliases = List.copyOf(skillAliases);
            nameRules = List.copyOf(nameRules);
            routingTerms = List.copyOf(routingTerms);
            imageBonuses = List.copyOf(imageBonuses);
            prompts = List.copyOf(prompts);
            ruleSources = List.copyOf(ruleSources);
            expertSkills = List.copyOf(expertSkills);
            probes = List.copyOf(probes);
            routingExamples = List.copyOf(routingExamples);
        }

        /** Without routing examples: leaves are told apart by their terms alone. */
        public Content(
                List<Expert> experts, List<Alias> expertAliases, List<Skill> skills, List<Alias> skillAliases, List<NameRule> nameRules,
                List<RoutingTerm> routingTerms, List<ImageBonus> imageBonuses, List<PromptTemplate> prompts, List<RuleSource> ruleSources,
                List<ExpertSkill> expertSkills, List<Probe> probes) {
            this(experts, expertAliases, skills, skillAliases, nameRules, routingTerms, imageBonuses, prompts, ruleSources, expertSkills,
                    probes, List.of());
        }
    }

    /** @param content rows that fit together: of two rows with one name, the later one is found by it */
    public RegistrySnapshot(long revision, Content content) {
        this.revision = revision;
        this.content = content;
        this.expertsByName = index(content.experts(), Expert::name);
        this.skillsByName = index(content.skills(), Skill::name);
        this.leavesByParent = content.skills().stream()
                .filter(s -> s.level() == 2 && s.parent().isPresent())
                .sorted(Comparator.comparingInt(Skill::routePriority).thenComparing(Skill::name))
                .collect(Collectors.groupingBy(s -> s.parent().orElseThrow(), LinkedHashMap::new, Collectors.toUnmodifiableList()));
        this.promptsByKey = index(content.prompts(), p -> p.profile().wire() + '/' + p.name());
        this.pairs = index(content.expertSkills(), p -> p.expert() + '/' + p.skill());
    }

    private static <T> Map<String, T> index(Collection<T> rows, Function<T, String> key) {
        Map<String, T> index = new LinkedHashMap<>();
        rows.forEach(row -> index.put(key.apply(row), row));
        return Map.copyOf(index);
    }

    public long revision() {
        return revision;
    }

    public Content content() {
        return content;
    }

    public List<Expert> experts() {
        return content.experts();
    }

    public List<Skill> skills() {
        return content.skills();
    }

    /** By canonical name, exactly as written. */
    public Optional<Expert> expert(String name) {
        return Optional.ofNullable(expertsByName.get(name));
    }

    /** By canonical name, exactly as written. */
    public Optional<Skill> skill(String name) {
        return Optional.ofNullable(skillsByName.get(name));
    }

    /** The Level-2 skills of a router, in route priority; empty for a skill with a plan of its own. */
    public List<Skill> leaves(String router) {
        return leavesByParent.getOrDefault(router, List.of());
    }

    /** The template a plan's prompt name stands for in a profile. */
    public Optional<PromptTemplate> prompt(Profile profile, String name) {
        PromptTemplate own = promptsByKey.get(profile.wire() + '/' + name);
        return Optional.ofNullable(own != null ? own : promptsByKey.get(Profile.DEFAULT.wire() + '/' + name));
    }

    /** The row that says whether and how gladly the expert does the skill: the skill's own, else its parent's. */
    public Optional<ExpertSkill> pair(String expert, String skill) {
        ExpertSkill own = pairs.get(expert + '/' + skill);
        if (own != null) {
            return Optional.of(own);
        }
        return skill(skill).flatMap(Skill::parent).map(parent -> pairs.get(expert + '/' + parent));
    }

    /** Enabled experts that may do the skill, best first: by the pair's preference, then the expert's, then name. */
    public List<Expert> expertsFor(String skill) {
        return experts().stream()
                .filter(e -> e.enabled() && e.role() == Expert.Role.EXPERT && allows(e, skill))
                .sorted(Comparator.<Expert>comparingInt(e -> pair(e.name(), skill).map(ExpertSkill::preference).orElse(1_000))
                        .thenComparingInt(Expert::preference)
                        .thenComparing(Expert::name))
                .toList();
    }

    /** Whether the pair is allowed by its row, or, without a row, by the expert's being a generalist. */
    public boolean allows(Expert expert, String skill) {
        return pair(expert.name(), skill).map(ExpertSkill::allowed).orElseGet(() -> expert.can("answer"));
    }

    /** Enabled services and experts with a capability, best first. */
    public List<Expert> withCapability(String capability) {
        return experts().stream()
                .filter(e -> e.enabled() && e.can(capability))
                .sorted(Comparator.comparingInt(Expert::preference).thenComparing(Expert::name))
                .toList();
    }

    @Override
    public String toString() {
        return "RegistrySnapshot[revision=" + revision + ", experts=" + experts().size() + ", skills=" + skills().size() + "]";
    }
}
