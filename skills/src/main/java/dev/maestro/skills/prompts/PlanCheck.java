package dev.maestro.skills.prompts;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanParser;
import dev.maestro.skills.PlanStructure;
import dev.maestro.skills.StepCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks whether plans can run with the prompts of a revision: the structure, every prompt that a plan can use, and
 * each of them rendered with and without evidence. A revision must pass it before it serves.
 */
public final class PlanCheck {
    private PlanCheck() {}

    /** All plans of enabled skills, in both profiles; a {@link RevisionCheck}. Empty when all can run. */
    public static List<Problem> check(RegistrySnapshot snapshot) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (Skill skill : snapshot.skills()) {
            if (!skill.enabled() || skill.plan().isEmpty()) {
                continue;
            }
            for (Profile profile : List.of(Profile.DEFAULT, Profile.REFERENCE)) {
                Plan plan;
                try {
                    plan = PlanParser.parse(skill.plan().get(), profile);
                } catch (MaestroException e) {
                    problems.add(new Problem("skills", skill.name(), String.valueOf(e.getMessage())));
                    continue;
                }
                problems(plan, name -> snapshot.prompt(profile, name).map(PromptTemplate::template), promptNames(snapshot))
                        .forEach(p -> problems.add(new Problem("skills", skill.name(), p)));
            }
        }
        return List.copyOf(problems);
    }

    /** The findings of {@link #check} in sentences: {@code skills row "NAME": …}. */
    public static List<String> problems(RegistrySnapshot snapshot) {
        return check(snapshot).stream().map(p -> p.table() + " row \"" + p.row() + "\": " + p.reason()).toList();
    }

    /** One plan, with templates by prompt name. */
    public static List<String> problems(Plan plan, Function<String, Optional<String>> templates) {
        return problems(plan, templates, List.of());
    }

    private static List<String> problems(Plan plan, Function<String, Optional<String>> templates, List<String> names) {
        List<String> problems = new ArrayList<>(PlanStructure.problems(plan));
        if (!problems.isEmpty()) {
            return problems;
        }
        PromptRenderer renderer = new PromptRenderer(templates);
        Set<String> found = new LinkedHashSet<>();
        for (Plan.Step outer : plan.steps()) {
            check(plan, outer, outer.id(), 0, renderer, templates, names, found);
            outer.repeat().forEach(inner -> check(plan, inner, outer.id() + "/" + inner.id(), 1, renderer, templates, names, found));
        }
        problems.addAll(found);
        return List.copyOf(problems);
    }

    private static void check(
            Plan plan, Plan.Step step, String path, int round, PromptRenderer renderer,
            Function<String, Optional<String>> templates, List<String> names, Set<String> found) {
        Set<String> missing = new LinkedHashSet<>();
        for (String pattern : List.of(step.prompt(), step.system())) {
            if (pattern.indexOf('{') >= 0 && variants(plan, pattern).isEmpty()) {
                missing.add("prompt \"" + pattern + "\" names no classify step in its braces");
            }
            variants(plan, pattern).stream()
                    .filter(name -> templates.apply(name).isEmpty())
                    .forEach(name -> missing
                            .add("there is no prompt \"" + name + "\"; nearest: " + NearestNames.list(name, names)));
        }
        missing.forEach(m -> found.add("step \"" + step.id() + "\": " + m));
        if (!missing.isEmpty()) {
            return;
        }
        for (List<EarlierStep> earlier : samples(plan)) {
            StepCall call = StepCall.of(path, step.kind(), step.each() ? 0 : CallId.ALL_IMAGES, round);
            try {
                renderer.render(plan, call, new PromptInput("What is shown?", "Say what is shown.", 2, earlier));
            } catch (MaestroException e) {
                found.add("step \"" + step.id() + "\": " + e.getMessage());
                return;
            }
        }
    }

    /** The prompts a pattern can stand for; itself when it has no braces. */
    private static List<String> variants(Plan plan, String pattern) {
        if (pattern.isEmpty()) {
            return List.of();
        }
        if (pattern.indexOf('{') < 0) {
            return List.of(pattern);
        }
        List<String> variants = new ArrayList<>();
        for (Plan.Step step : PromptRenderer.all(plan)) {
            if (step.kind() == StepKind.CLASSIFY && pattern.contains("{" + step.id() + "}")) {
                step.labels().forEach(label -> variants.add(pattern.replace("{" + step.id() + "}", PromptRenderer.key(label))));
            }
        }
        return variants;
    }

    /** No evidence at all; and, for every label of each classify step, all the evidence there can be. */
    private static List<List<EarlierStep>> samples(Plan plan) {
        List<List<EarlierStep>> samples = new ArrayList<>();
        samples.add(List.of());
        int most = PromptRenderer.all(plan).stream().mapToInt(s -> Math.max(1, s.labels().size())).max().orElse(1);
        for (int label = 0; label < most; label++) {
            List<EarlierStep> all = new ArrayList<>();
            for (Plan.Step step : PromptRenderer.all(plan)) {
                String value = sampleValue(step, label);
                all.add(new EarlierStep(new CallId(step.id(), step.each() ? 0 : CallId.ALL_IMAGES, 0), "sample", value));
            }
            samples.add(all);
        }
        return samples;
    }

    private static String sampleValue(Plan.Step step, int label) {
        return switch (step.kind()) {
            case CLASSIFY -> step.labels().get(label % step.labels().size());
            case ZOOM -> "crop";
            case DRAW_BOXES -> "drawn";
            case READ_TEXT, DETECT, CAPTION, ASK, VERIFY, RUN_CODE, EVALUATE, REPEAT -> "sample";
        };
    }

    private static List<String> promptNames(RegistrySnapshot snapshot) {
        return snapshot.content().prompts().stream().map(PromptTemplate::name).distinct().toList();
    }
}
