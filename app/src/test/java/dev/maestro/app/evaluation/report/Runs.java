package dev.maestro.app.evaluation.report;

import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Intake;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs that nobody ran. */
final class Runs {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Runs() {}

    static Evaluation evaluation(String name, int attempts) {
        return new Evaluation(name, "charts.jsonl", "0".repeat(64), Profile.DEFAULT, "rules", 3, List.of(), attempts, 0, 1, "strict",
                new Limits(5, 1_000, 1_000, 60_000), 0, 8, Optional.empty(), NOON);
    }

    static Overview overview(String name, int attempts, long samples) {
        return new Overview(evaluation(name, attempts), EvaluationStatus.FINISHED, new Intake(samples, 1, samples + 1, true),
                samples * attempts, 0, 0);
    }

    static Result sample(long index) {
        return new Result(index);
    }

    /** A result in the making. */
    static final class Result {
        private final long index;
        private int attempt = 1;
        private String source = "chartqa";
        private String question = "How high is the bar?";
        private boolean strict = true;
        private boolean reference = true;
        private Optional<String> failure = Optional.empty();
        private List<Call> calls = List.of(call("Chart-R1", "Chart_Problem_Solver"));
        private long latencyMs = 1_000;

        private Result(long index) {
            this.index = index;
        }

        Result attempt(int number) {
            attempt = number;
            return this;
        }

        Result of(String dataSource) {
            source = dataSource;
            return this;
        }

        Result asking(String text) {
            question = text;
            return this;
        }

        Result right(boolean is) {
            strict = is;
            reference = is;
            return this;
        }

        Result rightByReferenceOnly() {
            strict = false;
            reference = true;
            return this;
        }

        Result failed(String reason) {
            failure = Optional.of(reason);
            return right(false);
        }

        Result calling(Call... made) {
            calls = List.of(made);
            return this;
        }

        Result took(long ms) {
            latencyMs = ms;
            return this;
        }

        SampleResult made(String run) {
            return new SampleResult(run, index, attempt, "s" + index, source, question, List.of(), List.of("42"),
                    run + "-" + index + "-" + attempt,
                    failure.isEmpty() ? QueryStatus.ANSWERED : QueryStatus.FAILED, failure.isEmpty() ? Optional.of("41") : Optional.empty(),
                    failure.orElse(""),
                    "",
                    Optional.of(score(reference)), Optional.of(score(strict)), strict, calls, 2, 3, 10, 5, 100, 20, 50, latencyMs, 7, 1,
                    900, 3, "rules/3",
                    NOON, NOON.plusMillis(latencyMs));
        }
    }

    static Call call(String expert, String skill) {
        return new Call(1, expert, skill, skill, ObservationKind.EVIDENCE, "", List.of(expert), 2, 120, 50, 800);
    }

    static Call refused(String expert, String skill) {
        return new Call(1, expert, skill, "", ObservationKind.REFUSED, "EXPERT_UNKNOWN", List.of(), 0, 0, 0, 0);
    }

    private static Score score(boolean right) {
        return new Score(right ? 1 : 0, 0, right ? 1 : 0, "compared 41 with 42");
    }

    static Results results(List<SampleResult> all) {
        return (name, consumer) -> all.stream().filter(result -> result.evaluation().equals(name)).forEach(consumer);
    }
}
