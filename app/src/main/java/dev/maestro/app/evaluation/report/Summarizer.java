package dev.maestro.app.evaluation.report;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the results of an evaluation once and sums them up. Memory depends on the number of data sources,
 * experts and skills, not of samples. Not thread-safe.
 */
public final class Summarizer {
    /** A data set with more sources than this has put something else into the column. */
    private static final int SOURCES = 500;
    private static final String OTHERS = "(others)";

    private final Overview overview;
    private final Map<String, SourceTally> sources = new TreeMap<>();
    private final ShareTally reference = new ShareTally();
    private final ShareTally strict = new ShareTally();
    private final ShareTally format = new ShareTally();
    private final GroupTally skills = new GroupTally(Call::skill);
    private final GroupTally leaves = new GroupTally(Call::leaf);
    private final GroupTally experts = new GroupTally(Call::expert);
    private final RoutingTally routing = new RoutingTally();
    private final PassTally pass;
    private final LatencyTally latency = new LatencyTally();
    private final WorstCases worst = new WorstCases();
    private final Map<String, FailureTally> failures = new TreeMap<>();
    private final Set<String> policyVersions = new TreeSet<>();
    private long done;
    private long answered;
    private long cancelled;
    private long unscored;
    private long disagreements;
    private long calls;
    private long turns;
    private long steps;
    private long policyInput;
    private long policyOutput;
    private long expertInput;
    private long expertOutput;
    private long costMicros;

    private Summarizer(Overview overview) {
        this.overview = overview;
        this.pass = new PassTally(overview.evaluation().attempts());
    }

    private static final class SourceTally {
        private final ShareTally reference = new ShareTally();
        private final ShareTally strict = new ShareTally();
        private final ShareTally answered = new ShareTally();
        private final ShareTally right = new ShareTally();
        private long attempts;
        private long unscored;
        private double latencyMs;
        private double costMicros;
    }

    private static final class FailureTally {
        private long attempts;
        private String example = "";
    }

    /** Sums up what is recorded so far; the evaluation may still run. */
    public static Summary of(EvaluationStore store, Overview overview) {
        return of(store::eachResult, overview);
    }

    static Summary of(Results results, Overview overview) {
        Summarizer summarizer = new Summarizer(overview);
        results.each(overview.evaluation().name(), summarizer::add);
        return summarizer.summary();
    }

    private void add(SampleResult r) {
        done++;
        answered += r.status() == QueryStatus.ANSWERED ? 1 : 0;
        cancelled += r.status() == QueryStatus.CANCELLED ? 1 : 0;
        SourceTally source = sources.computeIfAbsent(
                sources.containsKey(r.dataSource()) || sources.size() < SOURCES ? r.dataSource() : OTHERS, s -> new SourceTally());
        source.attempts++;
        source.latencyMs += r.latencyMs();
        source.costMicros += r.costMicros();
        source.answered.add(r.index(), r.status() == QueryStatus.ANSWERED);
        if (r.unscored()) {
            unscored++;
        } else {
            source.right.add(r.index(), r.right());
            pass.add(r.index(), r.right());
        }
        r.reference().ifPresentOrElse(score -> {
            reference.add(r.index(), score.accuracy() > 0);
            format.add(r.index(), score.format() >= 0);
            source.reference.add(r.index(), score.accuracy() > 0);
        }, () -> source.unscored++);
        r.strict().ifPresent(score -> {
            strict.add(r.index(), score.accuracy() > 0);
            source.strict.add(r.index(), score.accuracy() > 0);
        });
        disagreements += WorstCases.disagree(r) ? 1 : 0;
        skills.add(r);
        leaves.add(r);
        experts.add(r);
        r.calls().forEach(routing::add);
        latency.add(r);
        worst.add(r);
        if (r.status() != QueryStatus.ANSWERED) {
            FailureTally failure = failures.computeIfAbsent(
                    r.reason().isEmpty() ? r.status().name() : r.reason(), k -> new FailureTally());
            failure.attempts++;
            failure.example = failure.example.isEmpty() ? r.queryId() : failure.example;
        }
        policyVersions.add(r.policyVersion());
        calls += r.calls().size();
        turns += r.turns();
        steps += r.steps();
        policyInput += r.policyInputTokens();
        policyOutput += r.policyOutputTokens();
        expertInput += r.expertInputTokens();
        expertOutput += r.expertOutputTokens();
        costMicros += r.costMicros();
    }

    private Summary summary() {
        double n = Math.max(1, done);
        Evaluation e = overview.evaluation();
        Summary.Run run = new Summary.Run(e.name(), overview.status(), e.data(), e.dataHash(), e.profile(), e.policy(),
                List.copyOf(policyVersions), e.registryRevision(),
                e.experts(), e.attempts(), e.temperature(), e.seed(), e.scorer(), e.concurrency(), e.replay().map(Evaluation.Replay::of),
                e.createdAt());
        Summary.Counts counts = new Summary.Counts(
                overview.intake().samples(), overview.intake().badRows(), overview.total(), done, answered, done - answered - cancelled,
                cancelled, unscored, overview.replaced());
        List<Summary.Source> rows = sources.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue())).toList();
        double mean = sources.values().stream().mapToDouble(s -> s.right.estimate().share()).average().orElse(0);
        Summary.Accuracy accuracy = new Summary.Accuracy(reference.estimate(), strict.estimate(), format.estimate(), mean, disagreements);
        long tokens = policyInput + policyOutput + expertInput + expertOutput;
        Summary.Spending spending = new Summary.Spending(
                calls, calls / n, turns / n, steps, policyInput, policyOutput, expertInput, expertOutput, tokens / n, costMicros,
                costMicros / n);
        List<Summary.Failure> failed = failures.entrySet().stream()
                .map(f -> new Summary.Failure(f.getKey(), f.getValue().attempts, f.getValue().attempts / n, f.getValue().example))
                .sorted(Comparator.comparingLong(Summary.Failure::attempts).reversed().thenComparing(Summary.Failure::reason))
                .toList();
        return new Summary(run, counts, accuracy, rows, skills.groups(), leaves.groups(), experts.groups(), pass.passAtK(),
                latency.latency(), spending, failed,
                routing.routing(), worst.cases());
    }

    private static Summary.Source row(String name, SourceTally s) {
        return new Summary.Source(name, s.reference.estimate(), s.strict.estimate(), s.answered.estimate(), s.unscored,
                s.latencyMs / s.attempts, s.costMicros / s.attempts);
    }

    /** The estimate that counts in a run. */
    public static Estimate counting(Summary.Run run, Estimate reference, Estimate strict) {
        return run.scorer().equals("reference") ? reference : strict;
    }

    /** The one of two scores that counts. */
    static Optional<SampleResult.Score> counting(String scorer, SampleResult result) {
        return scorer.equals("reference") ? result.reference() : result.strict();
    }
}
