package dev.maestro.workflows.evaluation;

/**
 * An evaluation as it stands.
 *
 * @param status      {@code running}, {@code paused}, {@code cancelled} or {@code finished}
 * @param running     queries under way
 * @param run         of the chain of workflow runs
 * @param total       queries there will be
 */
public record EvaluationProgress(String evaluation, String status, long total, long done, long right, long failed, int running,
        int concurrency, int run) {}
