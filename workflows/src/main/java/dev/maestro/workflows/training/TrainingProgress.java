package dev.maestro.workflows.training;

import dev.maestro.registry.training.TrainingStatus;

/**
 * How a training run goes.
 *
 * @param step      steps taken so far, all stages together
 * @param stage     of the last one; empty before the first
 * @param milestone its newest numbers, for people
 */
public record TrainingProgress(String training, TrainingStatus status, long step, String stage, String milestone) {}
