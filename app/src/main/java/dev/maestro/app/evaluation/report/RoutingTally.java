package dev.maestro.app.evaluation.report;

import dev.maestro.registry.evaluations.SampleResult.Call;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the calls that ran spread over experts and skills. Not thread-safe. */
final class RoutingTally {
    private record Key(String expert, String skill) {}

    private final Map<Key, Long> pairs = new LinkedHashMap<>();
    private long calls;

    void add(Call call) {
        if (!call.leaf().isEmpty()) {
            pairs.merge(new Key(call.expert(), call.skill()), 1L, Long::sum);
            calls++;
        }
    }

    Summary.Routing routing() {
        Map<String, Long> experts = new LinkedHashMap<>();
        Map<String, Long> skills = new LinkedHashMap<>();
        pairs.forEach((key, n) -> {
            experts.merge(key.expert(), n, Long::sum);
            skills.merge(key.skill(), n, Long::sum);
        });
        List<Summary.Routing.Pair> rows = pairs.entrySet().stream()
                .map(e -> new Summary.Routing.Pair(e.getKey().expert(), e.getKey().skill(), e.getValue(), (double) e.getValue() / calls))
                .sorted(Comparator.comparingLong(Summary.Routing.Pair::calls).reversed()
                        .thenComparing(Summary.Routing.Pair::expert).thenComparing(Summary.Routing.Pair::skill))
                .toList();
        double entropy = entropy(pairs.values());
        double even = pairs.size() < 2 ? 0 : entropy / (Math.log(pairs.size()) / Math.log(2));
        return new Summary.Routing(rows, entropy(experts.values()), entropy(skills.values()), entropy, even);
    }

    /** Shannon's, in bits. */
    private static double entropy(Collection<Long> counts) {
        double total = counts.stream().mapToLong(Long::longValue).sum();
        double sum = counts.stream().mapToDouble(n -> n / total).map(p -> p * Math.log(p) / Math.log(2)).sum();
        return sum == 0 ? 0 : -sum;
    }
}
