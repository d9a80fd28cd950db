package dev.maestro.app.evaluation.report;

import dev.maestro.core.query.ObservationKind;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Figures by skill, leaf or expert. Not thread-safe. */
final class GroupTally {
    /** Names as written in refused calls come from a model, so there may be any number of them. */
    private static final int NAMES = 500;
    private static final String OTHERS = "(others)";

    private final Function<Call, String> name;
    private final Map<String, Figures> byName = new LinkedHashMap<>();
    private long calls;

    GroupTally(Function<Call, String> name) {
        this.name = name;
    }

    private static final class Figures {
        private long calls;
        private long refused;
        private long failed;
        private long latencyMs;
        private long tokens;
        private long costMicros;
        private final ShareTally right = new ShareTally();
    }

    void add(SampleResult result) {
        for (Call call : result.calls()) {
            String key = name.apply(call);
            if (key.isEmpty()) {
                continue;
            }
            Figures figures = figures(key);
            calls++;
            figures.calls++;
            figures.refused += call.outcome() == ObservationKind.REFUSED ? 1 : 0;
            figures.failed += call.outcome() == ObservationKind.FAILED ? 1 : 0;
            figures.latencyMs += call.latencyMs();
            figures.tokens += call.tokens();
            figures.costMicros += call.costMicros();
        }
        result.calls().stream().filter(call -> call.outcome() == ObservationKind.EVIDENCE).map(name).filter(key -> !key.isEmpty())
                .distinct()
                .forEach(key -> figures(key).right.add(result.index(), result.right()));
    }

    private Figures figures(String key) {
        String bounded = byName.containsKey(key) || byName.size() < NAMES ? key : OTHERS;
        return byName.computeIfAbsent(bounded, k -> new Figures());
    }

    List<Summary.Group> groups() {
        return byName.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Summary.Group::calls).reversed().thenComparing(Summary.Group::name))
                .toList();
    }

    private Summary.Group group(String key, Figures f) {
        double n = f.calls;
        return new Summary.Group(key, f.calls, n / calls, f.refused, f.failed, f.right.estimate(), f.latencyMs / n, f.tokens / n,
                f.costMicros / n);
    }
}
