package dev.maestro.app.evaluation.report;

import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Keeps the few cases that teach most, however many are looked at. Not thread-safe. */
final class WorstCases {
    private static final int PER_REASON = 2;
    private static final int PER_SOURCE = 4;
    private static final int DISAGREEMENTS = 6;
    private static final int SLOWEST = 4;
    /** Kinds of failure and data sources that get cases; more than these are not worth reading one by one. */
    private static final int KINDS = 12;

    private final Map<String, List<SampleResult>> failed = new LinkedHashMap<>();
    private final Map<String, List<SampleResult>> wrong = new LinkedHashMap<>();
    private final List<SampleResult> disagreed = new ArrayList<>();
    private final PriorityQueue<SampleResult> slowest = new PriorityQueue<>(Comparator.comparingLong(SampleResult::latencyMs));

    void add(SampleResult result) {
        if (result.status() != QueryStatus.ANSWERED) {
            keep(failed, result.reason(), result, PER_REASON);
        } else if (!result.right()) {
            keep(wrong, result.dataSource(), result, PER_SOURCE);
        }
        if (disagree(result) && disagreed.size() < DISAGREEMENTS) {
            disagreed.add(result);
        }
        slowest.add(result);
        if (slowest.size() > SLOWEST) {
            slowest.poll();
        }
    }

    static boolean disagree(SampleResult result) {
        return result.reference().isPresent() && result.strict().isPresent()
                && result.reference().get().accuracy() > 0 != result.strict().get().accuracy() > 0;
    }

    private static void keep(Map<String, List<SampleResult>> kinds, String kind, SampleResult result, int most) {
        if (kinds.containsKey(kind) || kinds.size() < KINDS) {
            List<SampleResult> kept = kinds.computeIfAbsent(kind, k -> new ArrayList<>());
            if (kept.size() < most) {
                kept.add(result);
            }
        }
    }

    List<Summary.Case> cases() {
        List<Summary.Case> cases = new ArrayList<>();
        failed.forEach((reason, results) -> results.forEach(result -> cases.add(of("no answer: " + reason, result))));
        wrong.forEach((source, results) -> results.forEach(result -> cases.add(of("wrong answer", result))));
        disagreed.forEach(result -> cases.add(of(
                result.strict().orElseThrow().accuracy() > 0
                        ? "right, but the reference score says wrong"
                        : "wrong, but the reference score says right",
                result)));
        slowest.stream().sorted(Comparator.comparingLong(SampleResult::latencyMs).reversed())
                .forEach(result -> cases.add(of("among the slowest", result)));
        return cases;
    }

    private static Summary.Case of(String why, SampleResult r) {
        String verdict = r.strict().or(r::reference).map(SampleResult.Score::why).orElse("");
        return new Summary.Case(why, r.queryId(), r.sampleId(), r.dataSource(), r.question(), r.images(), r.groundTruth(), r.answer(),
                r.reason(), r.message(), verdict,
                r.calls().stream().map(WorstCases::line).toList(), r.latencyMs(), r.costMicros());
    }

    private static String line(Call call) {
        String what = call.expert() + " with " + call.skill()
                + (call.leaf().isEmpty() || call.leaf().equals(call.skill()) ? "" : " (" + call.leaf() + ")");
        return "turn " + call.turn() + ": " + what
                + (call.outcome() == ObservationKind.EVIDENCE ? "" : ", " + call.outcome() + " " + call.code());
    }
}
