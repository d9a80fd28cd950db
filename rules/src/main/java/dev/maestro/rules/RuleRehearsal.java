package dev.maestro.rules;

import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.core.registry.RuleSource;
import dev.maestro.core.registry.Skill;
import dev.maestro.routing.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kie.api.KieBase;

/**
 * Judges made-up calls by a revision's own experts and skills before it serves: an operator's rule that throws, or takes too long, at
 * one of them is found out here and not by a query.
 */
final class RuleRehearsal {
    private static final int EXPERTS = 4;
    private static final int SKILLS = 12;

    /** Nothing, a word, a question, much of the same (which patterns backtrack over), lines, and letters beyond ASCII. */
    private static final List<String> INPUTS = List.of("", "a", "How many of the 3 boxes are red?", "a".repeat(2_000) + "!",
            "1,234.5\n\tzweite Zeile „ü\uD83D\uDE00“", " x ".repeat(500));

    private final RegistrySnapshot snapshot;
    private final KieBase base;
    private final List<RuleSource> sources;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private boolean stopped;

    private RuleRehearsal(RegistrySnapshot snapshot, KieBase base, List<RuleSource> sources) {
        this.snapshot = snapshot;
        this.base = base;
        this.sources = sources;
    }

    /** One problem for each rule that failed; the first that took too long ends the rehearsal. */
    static List<Problem> of(RegistrySnapshot snapshot, KieBase base, List<RuleSource> sources) {
        if (sources.isEmpty()) {
            return List.of();
        }
        RuleRehearsal rehearsal = new RuleRehearsal(snapshot, base, sources);
        rehearsal.run();
        return List.copyOf(rehearsal.problems.values());
    }

    private void run() {
        List<String> experts = Stream.concat(snapshot.experts().stream().filter(Expert::enabled).map(Expert::name).limit(EXPERTS),
                Stream.of("nobody")).toList();
        List<String> skills = Stream.concat(snapshot.skills().stream().filter(Skill::enabled).map(Skill::name).limit(SKILLS),
                Stream.of("nothing")).toList();
        ProfileView view = new ProfileView(snapshot, Profile.DEFAULT, Language.NONE);
        for (String input : INPUTS) {
            for (String skill : skills) {
                for (String expert : experts) {
                    if (stopped) {
                        return;
                    }
                    CanonicalCall earlier = new CanonicalCall(expert, skill, "earlier");
                    judge(view, new Call(Profile.DEFAULT, expert, skill, input, input, skill.length() % 3, List.of(earlier), Set.of(),
                            Set.of()));
                }
            }
        }
    }

    private void judge(ProfileView view, Call call) {
        try (WorkingMemory session = new WorkingMemory(base)) {
            try {
                new Judgement(view, call, session).judge();
            } catch (RuntimeException | StackOverflowError e) {
                failed(e, call, session.fired());
            }
        }
    }

    private void failed(Throwable failure, Call call, List<String> fired) {
        stopped = RuleFailures.stopped(failure);
        List<String> names = new ArrayList<>(sources.stream().map(RuleSource::name).toList());
        Optional<String> rule = RuleFailures.ruleOf(failure, fired);
        String source = rule.flatMap(r -> OperatorRules.sourceOf(sources, r)).orElseGet(() -> String.join(", ", names));
        String what = rule.map(r -> "rule \"" + r + "\"").orElse("a rule");
        String shown = call.input().length() > 20 ? call.input().substring(0, 20) + "…" : call.input();
        problems.putIfAbsent(what, new Problem("rule_sources", source, what + " failed when it was rehearsed (" + call.expert() + ", "
                + call.skill() + ", input \"" + shown.replaceAll("\\s", " ") + "\"): " + RuleFailures.reason(failure)
                + "; correct it so that it can judge every call"));
    }
}
