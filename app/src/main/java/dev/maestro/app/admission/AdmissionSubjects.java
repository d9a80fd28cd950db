package dev.maestro.app.admission;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.ExpertSkill;
import dev.maestro.core.registry.Probe;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.registry.revisions.RegistryDiff;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a change brings into service, so that it must be measured: enabled experts and skills whose row is new or
 * different, and skills with a changed prompt.
 */
record AdmissionSubjects(RegistrySnapshot candidate, List<Expert> experts, List<Skill> skills) {
    AdmissionSubjects {
        experts = List.copyOf(experts);
        skills = List.copyOf(skills);
    }

    /** @param named besides what differs: a name that was asked for */
    static AdmissionSubjects of(RegistrySnapshot candidate, RegistryDiff difference, Optional<String> named) {
        Set<String> experts = new HashSet<>(changed(difference, "experts"));
        Set<String> skills = new HashSet<>(changed(difference, "skills"));
        named.ifPresent(name -> {
            experts.add(name);
            skills.add(name);
        });
        Set<String> prompts = new HashSet<>();
        changed(difference, "prompts").forEach(key -> prompts.add(key.substring(key.indexOf('/') + 1)));
        while (candidate.content().prompts().stream().filter(prompt -> includesOneOf(prompt, prompts))
                .anyMatch(prompt -> prompts.add(prompt.name()))) {
            // those that include one that includes a changed one, and so on
        }
        return new AdmissionSubjects(
                candidate,
                candidate.experts().stream().filter(expert -> expert.enabled() && experts.contains(expert.name())).toList(),
                candidate.skills().stream()
                        .filter(skill -> skill.enabled() && skill.plan().isPresent()
                                && (skills.contains(skill.name()) || mentions(skill, prompts)))
                        .toList());
    }

    private static Set<String> changed(RegistryDiff difference, String table) {
        Set<String> rows = new HashSet<>();
        difference.changes().stream()
                .filter(change -> change.table().equals(table) && change.kind() != RegistryDiff.Kind.REMOVED)
                .forEach(change -> rows.add(change.row()));
        return rows;
    }

    private static boolean includesOneOf(PromptTemplate prompt, Set<String> included) {
        return included.stream().anyMatch(name -> prompt.template().contains("{{>" + name + "}}"));
    }

    private static boolean mentions(Skill skill, Set<String> prompts) {
        return steps(PlanParser.parse(skill.plan().orElseThrow()).steps())
                .flatMap(step -> Stream.of(step.prompt(), step.system()))
                .filter(name -> !name.isEmpty())
                .map(AdmissionSubjects::pattern)
                .anyMatch(pattern -> prompts.stream().anyMatch(prompt -> pattern.matcher(prompt).matches()));
    }

    private static Stream<Plan.Step> steps(List<Plan.Step> steps) {
        return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), step.repeat().stream()));
    }

    /** A placeholder of a prompt's name stands for any text. */
    private static Pattern pattern(String name) {
        return Pattern.compile(Stream.of(name.split("\\{[^}]*\\}", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** Rows that the change brings, but switched off: they stay so. */
    static List<String> keptOff(RegistrySnapshot candidate, RegistryDiff difference) {
        List<String> names = new ArrayList<>();
        difference.changes().stream().filter(change -> change.kind() == RegistryDiff.Kind.ADDED).forEach(change -> {
            boolean off = switch (change.table()) {
                case "experts" -> candidate.expert(change.row()).map(expert -> !expert.enabled()).orElse(false);
                case "skills" -> candidate.skill(change.row()).map(skill -> !skill.enabled()).orElse(false);
                default -> false;
            };
            if (off) {
                names.add(change.row());
            }
        });
        return names;
    }

    /**
     * A probe and who is asked it.
     *
     * @param skill whose plan runs; empty: the question is put to the expert as it is
     */
    record Task(Expert expert, Optional<Skill> skill, Probe probe) {
        String target() {
            return skill.map(Skill::name).orElse(expert.name());
        }
    }

    /**
     * Probes of a new expert are put to it; those of a skill to the new experts with a row for the skill, else
     * to the first expert of the skill that can be reached, as a query would do.
     */
    List<Task> tasks(Predicate<Expert> reachable) {
        List<Task> tasks = new ArrayList<>();
        for (Probe probe : candidate.content().probes()) {
            experts.stream().filter(expert -> expert.name().equals(probe.target()))
                    .forEach(expert -> tasks.add(new Task(expert, Optional.empty(), probe)));
            Optional<Skill> skill = candidate.skill(probe.target()).filter(each -> each.enabled() && each.plan().isPresent());
            skill.ifPresent(each -> {
                List<Expert> asked = experts.stream().filter(expert -> hasRow(expert, each)).toList();
                if (asked.isEmpty() && skills.contains(each)) {
                    List<Expert> able = candidate.expertsFor(each.name());
                    asked = able.stream().filter(reachable).findFirst().or(() -> able.stream().findFirst()).stream().toList();
                }
                asked.forEach(expert -> tasks.add(new Task(expert, skill, probe)));
            });
        }
        return tasks;
    }

    private boolean hasRow(Expert expert, Skill skill) {
        return candidate.pair(expert.name(), skill.name()).map(ExpertSkill::allowed).orElse(false);
    }
}
