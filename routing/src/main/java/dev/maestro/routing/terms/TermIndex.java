package dev.maestro.routing.terms;

import dev.maestro.core.registry.ImageBonus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.Skill;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routing terms of one snapshot and profile, one automaton per router: a text is read once,
 * whatever number of leaves and terms there are. Immutable and thread-safe.
 */
public final class TermIndex {
    /** The router whose terms choose among Level-1 skills. */
    public static final String POLICY = "policy";

    private final Map<String, RouterTerms> routers;

    /**
     * A term that was found, with what it added to its leaf: its weight times the weight of the text it
     * was found in. Terms of one group add only once, with the first of them.
     *
     * @param group bonus group; empty: the term stands for itself
     */
    public record Hit(String leaf, String term, int weight, String group) {}

    /** A leaf that scored above zero. */
    public record LeafScore(String leaf, int score) {}

    /**
     * @param hits   terms that were found and counted, in the order of the leaves' priority, then the term; image bonuses as {@code <N> images}
     * @param scores leaves that scored above zero, best first; ties by route priority, then name
     */
    public record Scores(List<Hit> hits, List<LeafScore> scores) {
        static final Scores NONE = new Scores(List.of(), List.of());
    }

    private TermIndex(Map<String, RouterTerms> routers) {
        this.routers = routers;
    }

    public static TermIndex of(RegistrySnapshot snapshot, Profile profile) {
        Map<String, Integer> rank = new HashMap<>();
        snapshot.skills().stream()
                .sorted(Comparator.comparingInt(Skill::routePriority).thenComparing(Skill::name))
                .forEach(s -> rank.put(s.name(), rank.size()));
        Map<String, List<ImageBonus>> bonuses = grouped(snapshot.content().imageBonuses(), profile, ImageBonus::profile,
                ImageBonus::router);
        Map<String, List<RoutingTerm>> terms = grouped(snapshot.content().routingTerms(), profile, RoutingTerm::profile,
                RoutingTerm::router);
        Map<String, RouterTerms> routers = new HashMap<>();
        Conventions conventions = Conventions.of(profile);
        terms.forEach((router, rows) -> routers.put(router, new RouterTerms(rows, bonuses.getOrDefault(router, List.of()), rank,
                router.equals(POLICY) ? conventions.withoutForm() : conventions)));
        bonuses.forEach((router, rows) -> routers.computeIfAbsent(router, r -> new RouterTerms(List.of(), rows, rank, conventions)));
        return new TermIndex(Map.copyOf(routers));
    }

    private static <T> Map<String, List<T>> grouped(List<T> rows, Profile profile, Function<T, Profile> profileOf,
            Function<T, String> routerOf) {
        return rows.stream().filter(r -> profileOf.apply(r).equals(profile)).collect(Collectors.groupingBy(routerOf));
    }

    /**
     * What a call's texts say for the leaves of a router. Never throws; a router without terms scores nothing.
     *
     * @param input      text handed to the skill
     * @param question   the user's question, read where the profile reads it; empty when there is none apart from the input
     * @param imageCount images of the call
     */
    public Scores match(String router, String input, String question, int imageCount) {
        RouterTerms terms = routers.get(router);
        return terms == null ? Scores.NONE : terms.match(input, question, imageCount);
    }

    /** What one text alone says. */
    public Scores match(String router, String text) {
        return match(router, text, "", 0);
    }
}
