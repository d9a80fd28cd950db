package dev.maestro.workflows.worker;

import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.core.Image;
import dev.maestro.policy.ImageFacts;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.training.TrainingStore;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a process that trains stands on; nothing of it is closed by who trains.
 *
 * @param client      uses {@link HistoryDataConverter}
 * @param stores      of queries, for runs that learn from questions
 * @param registry    that queries are pinned to; asked for when a run asks questions
 * @param look        what a cheap look at an image says; it is remembered for all who decide
 * @param unavailable gives the names of the experts that cannot be asked now
 * @param home        states and checkpoints of each run lie in its folder there
 */
public record TrainerServices(WorkflowClient client, TrainingStore trainings, EvaluationStore evaluations, Stores stores,
        Supplier<PinnedRegistry> registry, Function<Image, ImageFacts> look, Supplier<Set<String>> unavailable, Path home,
        NativesSettings natives) {}
