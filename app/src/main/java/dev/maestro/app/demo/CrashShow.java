package dev.maestro.app.demo;

import dev.maestro.app.wiring.Services;
import dev.maestro.core.query.StepKey;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.workflows.query.QueryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Kills the worker in the middle of a query, between two recorded steps, and looks at what the record says afterwards. */
final class CrashShow {
    private final Services services;
    private final Supplier<Optional<Long>> killWorker;
    private final Duration patience;

    CrashShow(Services services, Supplier<Optional<Long>> killWorker, Duration patience) {
        this.services = services;
        this.killWorker = killWorker;
        this.patience = patience;
    }

    /**
     * @param stepsBefore steps recorded when the worker was killed
     * @param askedAgain  keys of those that were recorded twice or asked for after the crash: must be none
     */
    record Outcome(QueryResult result, Audit audit, long killedPid, Instant killedAt, List<StepRow> stepsBefore, List<StepKey> askedAgain,
            Duration delay) {}

    /** Waits for the first recorded step, then kills; empty when the query was done before the kill. */
    Optional<Outcome> run(String queryId) {
        List<StepRow> before = firstSteps(queryId);
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Instant killedAt = Instant.now();
        Optional<Long> killed = killWorker.get();
        if (killed.isEmpty() || services.history().outcome(queryId).isPresent()) {
            return Optional.empty();
        }
        Optional<QueryResult> result = services.queries().await(queryId, patience);
        if (result.isEmpty()) {
            return Optional.empty();
        }
        Audit audit = services.history().audit(queryId).orElseThrow();
        return Optional.of(new Outcome(
                result.orElseThrow(), audit, killed.orElseThrow(), killedAt, before, askedAgain(before, audit, killedAt),
                Duration.between(killedAt, Instant.now())));
    }

    private List<StepRow> firstSteps(String queryId) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            List<StepRow> steps = services.history().steps(queryId, 1);
            if (!steps.isEmpty()) {
                return steps;
            }
            if (services.history().outcome(queryId).isPresent()) {
                return List.of();
            }
            LockSupport.parkNanos(Duration.ofMillis(3).toNanos());
        }
        return List.of();
    }

    private static List<StepKey> askedAgain(List<StepRow> before, Audit audit, Instant killedAt) {
        Map<StepKey, Long> recorded = audit.steps().stream().collect(Collectors.groupingBy(StepRow::key, Collectors.counting()));
        Map<StepKey, StepRow> after = audit.steps().stream()
                .collect(Collectors.toMap(StepRow::key, Function.identity(), (first, _) -> first));
        return before.stream()
                .filter(step -> recorded.getOrDefault(step.key(), 0L) != 1
                        || !after.get(step.key()).at().equals(step.at())
                        || audit.failures().stream()
                                .anyMatch(failure -> failure.key().equals(step.key()) && failure.at().isAfter(killedAt)))
                .map(StepRow::key)
                .toList();
    }
}
