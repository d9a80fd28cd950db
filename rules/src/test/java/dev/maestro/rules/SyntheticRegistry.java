package dev.maestro.rules;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Registries of any size: routers of five leaves each, six terms a leaf, four experts that may do everything. */
public final class SyntheticRegistry {
    private static final int LEAVES = 5;
    private static final List<String> WORDS = List.of(
            "arrow", "bridge", "candle", "drawer", "engine", "fabric", "garden", "hammer", "island", "jacket", "kettle", "ladder");

    private SyntheticRegistry() {}

    /** @param leaves skills of Level 2 */
    public static RegistrySnapshot of(int leaves) {
        List<Skill> skills = new ArrayList<>();
        List<RoutingTerm> terms = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            String router = "router-" + i / LEAVES;
            if (i % LEAVES == 0) {
                skills.add(skill(router, 1, Optional.empty(), 1, false));
            }
            String leaf = "leaf-" + i;
            skills.add(skill(leaf, 2, Optional.of(router), i % LEAVES + 1, i % LEAVES == 0));
            for (int t = 0; t < 6; t++) {
                String word = WORDS.get((i + t * 5) % WORDS.size());
                String term = t == 0 ? word : word + ' ' + (i + t) % 97;
                terms.add(new RoutingTerm(Profile.DEFAULT, router, leaf, term, RoutingTerm.Match.WORD, 1 + t, Optional.empty()));
            }
        }
        return snapshot(skills, terms);
    }

    /** One router that has all the leaves. */
    public static RegistrySnapshot wide(int leaves) {
        List<Skill> skills = new ArrayList<>();
        List<RoutingTerm> terms = new ArrayList<>();
        skills.add(skill("router-0", 1, Optional.empty(), 1, false));
        for (int i = 0; i < leaves; i++) {
            skills.add(skill("leaf-" + i, 2, Optional.of("router-0"), i + 1, i == 0));
            for (int t = 0; t < 6; t++) {
                String term = WORDS.get((i + t) % WORDS.size()) + ' ' + (i * 6 + t);
                terms.add(new RoutingTerm(Profile.DEFAULT, "router-0", "leaf-" + i, term, RoutingTerm.Match.WORD, 1 + t, Optional.empty()));
            }
        }
        return snapshot(skills, terms);
    }

    /** A call of the first router, of the length of an ordinary question. */
    public static Call call(int n) {
        String input = "Which " + WORDS.get(n % WORDS.size()) + ' ' + n % 97 + " stands beside the " + WORDS.get((n + 1) % WORDS.size())
                + " in the picture, and is it larger than the other one? Answer with one word.";
        return new Call(Profile.DEFAULT, "expert-1", "router-0", input, "What do you see beside the " + WORDS.get(n % 7) + "?", 1,
                List.of(), Set.of(), Set.of());
    }

    static Expert expert(String name, int preference) {
        return new Expert(name, Expert.Role.EXPERT, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(), Optional.of(name),
                Optional.empty(), Set.of("answer"), "", Expert.Limits.DEFAULT, Expert.Price.FREE, 0, preference, true, false, true);
    }

    private static Skill skill(String name, int level, Optional<String> parent, int priority, boolean defaultRoute) {
        return new Skill(name, level, parent, parent.map(p -> "route-" + name), priority, defaultRoute, true, "", "", true, 1,
                parent.map(p -> "{}"), false, true);
    }

    private static RegistrySnapshot snapshot(List<Skill> skills, List<RoutingTerm> terms) {
        List<Expert> experts = List.of(expert("expert-1", 1), expert("expert-2", 2), expert("expert-3", 3), expert("expert-4", 4));
        return new RegistrySnapshot(1, new RegistrySnapshot.Content(
                experts, List.of(), skills, List.of(), List.of(), terms, List.of(), List.of(), List.of(), List.of(), List.of()));
    }
}
