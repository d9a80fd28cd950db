package dev.maestro.rules;

import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.core.registry.RoutingExample;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.meaning.ExampleSimilarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the rows of names and terms for mistakes that only their users can see. Whether rows refer to existing rows is
 * checked with the registry.
 */
final class RowChecks {
    private final List<Problem> problems = new ArrayList<>();

    private RowChecks() {}

    static List<Problem> of(RegistrySnapshot snapshot) {
        RowChecks checks = new RowChecks();
        checks.spellings("experts", snapshot.experts().stream().map(Expert::name).toList(), snapshot.content().expertAliases());
        checks.spellings("skills", snapshot.skills().stream().map(Skill::name).toList(), snapshot.content().skillAliases());
        snapshot.content().routingTerms().forEach(checks::term);
        checks.examples(snapshot);
        return checks.problems;
    }

    /** In the default profile separators do not tell names apart. */
    private void spellings(String table, List<String> names, List<Alias> aliases) {
        Map<String, String> targets = new HashMap<>();
        for (String name : names) {
            String other = targets.putIfAbsent(NormalForms.unseparated(name), name);
            if (other != null) {
                problems.add(new Problem(table, name, "differs from \"" + other + "\" only in separators, which do not count; rename one"));
            }
        }
        for (Alias alias : aliases) {
            if (!alias.profile().equals(Profile.DEFAULT) || alias.match() != Alias.Match.EXACT) {
                continue;
            }
            String other = targets.putIfAbsent(NormalForms.unseparated(alias.alias()), alias.target());
            if (other != null && !other.equals(alias.target())) {
                problems.add(new Problem(table.substring(0, table.length() - 1) + "_aliases", alias.profile() + "/" + alias.alias(),
                        "is ambiguous: it leads to \"" + alias.target() + "\" and, but for separators, is a spelling of \"" + other
                                + "\""));
            }
        }
    }

    private void examples(RegistrySnapshot snapshot) {
        Map<String, Integer> counts = new HashMap<>();
        for (RoutingExample example : snapshot.content().routingExamples()) {
            String router = example.profile() + "/" + example.router();
            if (counts.merge(router, 1, Integer::sum) == ExampleSimilarity.MAX_EXAMPLES + 1) {
                problems.add(new Problem("routing_examples", router,
                        "has more than " + ExampleSimilarity.MAX_EXAMPLES
                                + " examples, which would take too long to fit; keep those that differ most"));
            }
        }
    }

    private void term(RoutingTerm term) {
        // Between letters, so that a space at an end stays part of the term.
        String inText = "x" + term.term() + "x";
        if (!NormalForms.text(inText).equals(inText)) {
            problems.add(new Problem("routing_terms",
                    String.join("/", term.profile().wire(), term.router(), term.leaf(), term.term(), term.bonusGroup().orElse("")),
                    "can never match: texts are read in lower case and with single spaces; write \"" + NormalForms.text(term.term())
                            + "\""));
        }
    }
}
