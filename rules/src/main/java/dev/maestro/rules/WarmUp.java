package dev.maestro.rules;

import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A registry of two experts and a router, and calls that take every way through the rules. They warm the engine up. */
final class WarmUp {
    private WarmUp() {}

    static RegistrySnapshot snapshot() {
        return new RegistrySnapshot(0, new RegistrySnapshot.Content(
                List.of(expert("first"), expert("second")),
                List.of(),
                List.of(skill("router", 1, Optional.empty(), false), skill("leaf-a", 2, Optional.of("router"), true),
                        skill("leaf-b", 2, Optional.of("router"), false)),
                List.of(),
                List.of(),
                List.of(term("leaf-a", "row"), term("leaf-b", "column")),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    static List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (String expert : List.of("first", "nobody")) {
            for (String skill : List.of("router", "leaf-b", "nothing")) {
                for (String input : List.of("the row and the column", "the column", "neither", "")) {
                    calls.add(new Call(Profile.DEFAULT, expert, skill, input, "question", 1,
                            List.of(new CanonicalCall("first", "router", "earlier")), Set.of(), Set.of()));
                }
            }
        }
        return calls;
    }

    private static Expert expert(String name) {
        return new Expert(name, Expert.Role.EXPERT, Expert.Kind.EMBEDDED, Optional.empty(), Optional.empty(), Optional.of(name),
                Optional.empty(), Set.of("answer"), "", Expert.Limits.DEFAULT, Expert.Price.FREE, 0, 1, true, false, true);
    }

    private static Skill skill(String name, int level, Optional<String> parent, boolean defaultRoute) {
        return new Skill(name, level, parent, parent.map(p -> name), 1, defaultRoute, true, "", "", true, 1,
                parent.map(p -> "{}"), false, true);
    }

    private static RoutingTerm term(String leaf, String term) {
        return new RoutingTerm(Profile.DEFAULT, "router", leaf, term, RoutingTerm.Match.WORD, 1, Optional.empty());
    }
}
