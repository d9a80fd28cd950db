package dev.maestro.activities.record;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.rules.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The experts that a query may ask under its conditions. The services of a plan are not limited by it, because the
 * policy cannot name them.
 *
 * @param askedBefore experts that were asked by the query that this one replays
 */
public record AskableExperts(Optional<QueryConditions> conditions, Set<String> askedBefore) {
    public static AskableExperts of(String queryId, RecentRows recent) {
        return new AskableExperts(recent.conditions(queryId), recent.askedBefore(queryId));
    }

    /**
     * Experts that are not to be offered: those that cannot be reached, and those that the conditions leave out. In a
     * replay, who was asked then counts as reachable.
     */
    public Set<String> out(RegistrySnapshot snapshot, Supplier<Set<String>> unavailable) {
        if (conditions.isEmpty()) {
            return unavailable.get();
        }
        QueryConditions limits = conditions.get();
        Set<String> out = new HashSet<>(unavailable.get());
        out.removeAll(askedBefore);
        snapshot.experts().stream()
                .filter(expert -> expert.role() == Expert.Role.EXPERT && !limits.allows(expert.name()))
                .forEach(expert -> out.add(expert.name()));
        return out;
    }

    /** A dispatch to an expert that is left out is refused; fallbacks that are left out are dropped. */
    public Verdict limit(Verdict verdict) {
        return conditions.filter(limits -> !limits.experts().isEmpty()).map(limits -> switch (verdict) {
            case Verdict.Dispatched to when limits.allows(to.expert()) -> allowed(to, limits);
            case Verdict.NeedsApproval(var target, var then, var trace) when limits.allows(then.expert()) ->
                new Verdict.NeedsApproval(target, allowed(then, limits), trace);
            case Verdict.Dispatched to -> refused(to, limits);
            case Verdict.NeedsApproval needs -> refused(needs.then(), limits);
            case Verdict.Refused refused -> refused;
        }).orElse(verdict);
    }

    private static Verdict.Dispatched allowed(Verdict.Dispatched to, QueryConditions limits) {
        return new Verdict.Dispatched(to.expert(), to.skill(), to.leaf(), to.route(),
                to.fallbacks().stream().filter(limits::allows).toList(), to.trace());
    }

    private static Verdict refused(Verdict.Dispatched to, QueryConditions limits) {
        return new Verdict.Refused("EXPERT_NOT_ADMITTED", "the expert \"" + to.expert() + "\" is left out of this evaluation; it may call "
                + String.join(", ", limits.experts()), limits.experts(), to.trace());
    }
}
