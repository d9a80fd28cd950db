package dev.maestro.workflows.client;

import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.workflows.evaluation.EvaluationProgress;
import java.time.Duration;
import java.util.Optional;

/** {@link Evaluations} for those who know no engine: whatever it throws has a code. Thread-safe. */
public final class CodedEvaluations implements Evaluations {
    private final Evaluations evaluations;

    public CodedEvaluations(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    private void steer(String name, Runnable effect) {
        CodedQueries.coded(WorkflowEngineErrors.EVALUATION_ENDED, "evaluation \"" + name + "\"", () -> {
            effect.run();
            return true;
        });
    }

    @Override
    public void start(Evaluation evaluation) {
        steer(evaluation.name(), () -> evaluations.start(evaluation));
    }

    @Override
    public Optional<EvaluationProgress> progress(String name) {
        return CodedQueries.coded(WorkflowEngineErrors.EVALUATION_ENDED, "evaluation \"" + name + "\"", () -> evaluations.progress(name));
    }

    @Override
    public Optional<EvaluationStatus> await(String name, Duration timeout) {
        return CodedQueries.coded(WorkflowEngineErrors.EVALUATION_ENDED, "evaluation \"" + name + "\"",
                () -> evaluations.await(name, timeout));
    }

    @Override
    public void cancel(String name) {
        steer(name, () -> evaluations.cancel(name));
    }

    @Override
    public void pause(String name, String by) {
        steer(name, () -> evaluations.pause(name, by));
    }

    @Override
    public void resume(String name, String by) {
        steer(name, () -> evaluations.resume(name, by));
    }

    @Override
    public void concurrency(String name, int queries) {
        steer(name, () -> evaluations.concurrency(name, queries));
    }
}
