package dev.maestro.workflows.evaluation;

import dev.maestro.registry.evaluations.EvaluationStatus;

/**
 * An evaluation as it stands.
 *
 * @param running     queries under way
 * @param run         of the chain of workflow runs
 * @param total       queries there will be
 */
public record EvaluationProgress(String evaluation, EvaluationStatus status, long total, long done, long right, long failed, int running,
        int concurrency, int run) {}
