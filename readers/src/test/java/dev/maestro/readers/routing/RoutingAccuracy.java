package dev.maestro.readers.routing;

import dev.maestro.core.registry.Profile;
import dev.maestro.readers.meaning.EmbeddedLanguage;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.rules.Routing;
import dev.maestro.rules.RuleSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what a profile gets right, by kind of wording and by router; {@code main} prints it, and the tuning half's errors. */
final class RoutingAccuracy {
    private final Routing routing = new Routing(new RuleSets(new EmbeddedLanguage()));

    /** @param wrong what went astray, with what spoke for it */
    record Result(Map<String, double[]> counts, List<String> wrong) {
        double share(String key) {
            double[] count = counts.getOrDefault(key, new double[2]);
            return count[1] == 0 ? 0 : count[0] / count[1];
        }

        String table(String title) {
            StringBuilder table = new StringBuilder(title).append('\n');
            counts.forEach(
                    (key, count) -> table.append(String.format("  %-28s %5.1f %%  of %3.0f%n", key, 100 * count[0] / count[1], count[1])));
            return table.toString();
        }
    }

    Result of(Profile profile, List<RoutingSentence> sentences) {
        Map<String, double[]> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (RoutingSentence sentence : sentences) {
            Optional<Routing.Route> found = routing.route(
                    SeededRegistry.snapshot(), profile, sentence.router(), sentence.question(), sentence.imageCount());
            boolean right = found.map(Routing.Route::route).filter(sentence.route()::equals).isPresent();
            if (!right) {
                wrong.add(sentence.kind() + " " + sentence.route() + " -> "
                        + found.map(f -> f.route() + " " + f.trace().scores() + " " + f.trace().terms()).orElse("none")
                        + "\n      " + sentence.question());
            }
            for (String key : List.of("all", "kind " + sentence.kind(), "router " + sentence.router())) {
                double[] count = counts.computeIfAbsent(key, k -> new double[2]);
                count[0] += right ? 1 : 0;
                count[1]++;
            }
        }
        return new Result(counts, wrong);
    }

    /** Microseconds at the median: of decisions by words alone, and of those that asked for the meaning of a text never seen. */
    String cost(List<RoutingSentence> sentences) {
        List<Long> byWords = new ArrayList<>();
        List<Long> byMeaning = new ArrayList<>();
        for (RoutingSentence sentence : sentences) {
            long start = System.nanoTime();
            Routing.Route route = routing.route(
                    SeededRegistry.snapshot(), Profile.DEFAULT, sentence.router(), sentence.question(),
                    sentence.imageCount()).orElseThrow();
            long tookUs = (System.nanoTime() - start) / 1_000;
            (route.trace().terms().stream().anyMatch(term -> term.contains(" % like ")) ? byMeaning : byWords).add(tookUs);
        }
        byWords.sort(null);
        byMeaning.sort(null);
        return byWords.size() + " by words " + byWords.get(byWords.size() / 2) + " µs, " + byMeaning.size() + " by meaning "
                + byMeaning.get(byMeaning.size() / 2) + " µs";
    }

    public static void main(String[] arguments) {
        RoutingAccuracy accuracy = new RoutingAccuracy();
        accuracy.cost(RoutingSentence.tuningHalf());
        System.out.println("p50 of a decision: " + accuracy.cost(RoutingSentence.heldOutHalf()));
        for (Profile profile : List.of(Profile.DEFAULT, Profile.REFERENCE)) {
            System.out.print(accuracy.of(profile, RoutingSentence.heldOutHalf()).table(profile + ", held-out half"));
        }
        Result tuning = accuracy.of(Profile.DEFAULT, RoutingSentence.tuningHalf());
        System.out.print(tuning.table("default, tuning half (its sentences are examples, too)"));
        tuning.wrong().forEach(System.out::println);
    }
}
