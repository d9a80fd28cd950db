package dev.maestro.skills;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.PromptTemplate;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.testing.SeededRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The plans and prompts of a fresh registry, as the migrations leave it. Tests that use it are tagged {@code database}. */
public final class Seeds {
    private Seeds() {}

    public static RegistrySnapshot snapshot() {
        return SeededRegistry.snapshot();
    }

    /** By skill, those that a profile has. */
    public static Map<String, Plan> plans(Profile profile) {
        Map<String, Plan> plans = new LinkedHashMap<>();
        snapshot().skills().stream().filter(s -> s.enabled() && s.in(profile) && s.plan().isPresent())
                .forEach(s -> plans.put(s.name(), PlanParser.parse(s.plan().orElseThrow(), profile)));
        return plans;
    }

    public static Map<String, Plan> plans() {
        return plans(Profile.DEFAULT);
    }

    public static Plan plan(String skill) {
        return plan(Profile.DEFAULT, skill);
    }

    public static Plan plan(Profile profile, String skill) {
        return Optional.ofNullable(plans(profile).get(skill))
                .orElseThrow(() -> new IllegalArgumentException("no plan of " + skill + " in " + profile));
    }

    public static Function<String, Optional<String>> prompts(Profile profile) {
        return name -> snapshot().prompt(profile, name).map(PromptTemplate::template);
    }
}
