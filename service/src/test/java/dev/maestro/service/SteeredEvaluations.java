package dev.maestro.service;

import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.evaluation.EvaluationProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Evaluations that note what they are told. Thread-safe. */
final class SteeredEvaluations implements Evaluations {
    final List<String> steered = new CopyOnWriteArrayList<>();

    @Override
    public void start(Evaluation evaluation) {
        steered.add("start " + evaluation.name());
    }

    @Override
    public Optional<EvaluationProgress> progress(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<EvaluationStatus> await(String name, Duration timeout) {
        return Optional.empty();
    }

    @Override
    public void cancel(String name) {
        steered.add("cancel " + name);
    }

    @Override
    public void pause(String name, String by) {
        steered.add("pause " + name + " " + by);
    }

    @Override
    public void resume(String name, String by) {
        steered.add("resume " + name + " " + by);
    }

    @Override
    public void concurrency(String name, int queries) {
        steered.add("concurrency " + name + " " + queries);
    }
}
