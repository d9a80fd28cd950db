package dev.maestro.workflows.worker;

import dev.maestro.activities.EvaluationActivities;
import dev.maestro.activities.TrainingNotes;
import dev.maestro.activities.assembly.ActivityAssembly;
import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.evaluation.RecordedEvaluationActivities;
import dev.maestro.activities.evaluation.SampleResults;
import dev.maestro.activities.evaluation.Scorers;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.policy.Policies;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.activities.training.RecordedTrainingNotes;
import dev.maestro.core.Image;
import dev.maestro.core.Resources;
import dev.maestro.experts.ExpertClient;
import dev.maestro.policy.ImageFacts;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.workflows.client.EvaluationKeeper;
import dev.maestro.workflows.client.QueryKeeper;
import dev.maestro.workflows.client.ServerQueries;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts a worker together, for the product, the tests and the benchmarks. Not thread-safe. */
public final class WorkerAssembly {
    /** An evaluation whose workflow is gone is rare, and takes days anyway. */
    private static final Duration LOOKS_FOR_EVALUATIONS = Duration.ofSeconds(30);

    /** A query whose workflow was ended from outside is rare. */
    private static final Duration LOOKS_FOR_QUERIES = Duration.ofMinutes(1);

    private final WorkflowClient client;
    private final Stores stores;
    private final PinnedRegistry registry;
    private final ActivityAssembly.Builder activities;
    private final Resources resources;
    private Optional<EvaluationActivities> evaluation = Optional.empty();
    private Optional<TrainingNotes> training = Optional.empty();
    private Optional<EvaluationKeeper> keeper = Optional.empty();
    private Optional<PoisonGuard> guard = Optional.empty();
    private int decisions;
    private boolean hasSandbox;

    /**
     * @param client    uses {@link HistoryDataConverter}; it is not closed
     * @param resources what the parts need while they run; the worker closes it last. When it does not start, the caller does
     */
    public WorkerAssembly(WorkflowClient client, Stores stores, PinnedRegistry registry, Resources resources) {
        this.client = client;
        this.stores = stores;
        this.registry = registry;
        this.resources = resources;
        this.activities = ActivityAssembly.on(stores, registry);
    }

    public WorkerAssembly policies(Policies held) {
        activities.policies(held);
        return this;
    }

    /** @param most how many decisions of a model of its own the worker takes at once; 0: it holds no model */
    public WorkerAssembly decisions(int most) {
        decisions = most;
        return this;
    }

    public WorkerAssembly experts(ExpertClient asked) {
        activities.experts(asked);
        return this;
    }

    /** @param names gives the names of the experts that cannot be asked now */
    public WorkerAssembly unavailable(Supplier<Set<String>> names) {
        activities.unavailable(names);
        return this;
    }

    /** @param names gives the names of the experts that this worker has found well at least once */
    public WorkerAssembly seen(Supplier<Set<String>> names) {
        activities.seen(names);
        return this;
    }

    /** @param longest after which a step that was taken for short is handed over to a regular activity */
    public WorkerAssembly shortStep(Duration longest) {
        activities.shortStep(longest);
        return this;
    }

    /** The worker takes steps that run programs when this sandbox can. */
    public WorkerAssembly sandbox(Sandbox where) {
        activities.sandbox(where);
        hasSandbox = where.status().available();
        return this;
    }

    public WorkerAssembly look(Function<Image, ImageFacts> facts) {
        activities.look(facts);
        return this;
    }

    /** The worker also runs evaluations, and its queries keep to the conditions that these set. */
    public WorkerAssembly evaluations(EvaluationStore evaluations, Scorers scorers) {
        activities.conditions(evaluations::conditions).divergences(evaluations::diverged);
        evaluation = Optional.of(new RecordedEvaluationActivities(evaluations, stores.history(),
                new SampleResults(stores.history(), registry, scorers),
                new ServerQueries(client, stores.history()), InstantSource.system()));
        keeper = Optional.of(new EvaluationKeeper(client, evaluations));
        return this;
    }

    /** The worker also decides what training runs do next; a process that trains does it. */
    public WorkerAssembly trainings(TrainingStore trainings) {
        training = Optional.of(new RecordedTrainingNotes(trainings, InstantSource.system()));
        return this;
    }

    /** @param poison notes what the worker does, and refuses what workers died of; the worker closes it */
    public WorkerAssembly guard(PoisonGuard poison) {
        guard = Optional.of(resources.keep(poison));
        return this;
    }

    /** @return the running worker, which closes the resources when it is closed */
    public MaestroWorker start() {
        ActivityAssembly built = activities.build();
        MaestroWorker worker = MaestroWorker.start(client, built.query(), built.policy(), built.step(), evaluation, training, decisions,
                hasSandbox, guard, resources);
        resources.keep(new QueryKeeper(client, stores.history()).start(LOOKS_FOR_QUERIES));
        keeper.ifPresent(found -> resources.keep(found.start(LOOKS_FOR_EVALUATIONS)));
        return worker;
    }
}
