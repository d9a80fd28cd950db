package dev.maestro.training.run;

import dev.maestro.activities.Heartbeats;
import dev.maestro.activities.TrainingActivities;
import dev.maestro.core.CallContext;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.training.BestCheckpoint;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Group;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.record.TrajectoryJson;
import dev.maestro.training.run.StepReport.DrawnGroup;
import dev.maestro.training.torch.SavedFolder;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@link TrainingActivities} by a {@link Learner}. Each step is recorded before the next is taken; a state is saved at the end
 * of a chunk. A process that dies loses the steps since then, takes the same ones again, and finds them recorded. One run at
 * a time; a learner stays in memory between the chunks of its run.
 */
public final class RecordedTrainingActivities implements TrainingActivities, AutoCloseable {
    /** Retrying changes nothing about these. */
    private static final Set<TrainingErrors> FINAL = Set.of(
            TrainingErrors.TRAINING_SETTING_INVALID, TrainingErrors.TRAINING_PROFILE_UNKNOWN,
            TrainingErrors.TRAINING_STATE_INVALID, TrainingErrors.TRAINING_RUN_UNKNOWN, TrainingErrors.TRAINING_MEMORY_TOO_SMALL,
            TrainingErrors.TRAINING_NOT_FINITE, TrainingErrors.TRAINING_BATCH_INVALID, TrainingErrors.ROLLOUT_INVALID);

    private final TrainingStore store;
    private final LearnerFactory learners;
    private final Path home;
    private final Duration chunk;
    private final InstantSource clock;
    private Optional<Held> held = Optional.empty();

    private record Held(String run, Learner learner) {}

    /**
     * @param home  states and checkpoints of a run lie in its folder there
     * @param chunk a state is saved so often; what a crash costs at most
     */
    public RecordedTrainingActivities(TrainingStore store, LearnerFactory learners, Path home, Duration chunk, InstantSource clock) {
        this.store = store;
        this.learners = learners;
        this.home = home;
        this.chunk = chunk;
        this.clock = clock;
    }

    @Override
    public Advance advance(String name) {
        try (Heartbeats heartbeats = Heartbeats.start()) {
            Advance advance = advance(name, heartbeats);
            heartbeats.throwIfEnded();
            return advance;
        } catch (MaestroException e) {
            throw e.code() instanceof TrainingErrors code && FINAL.contains(code)
                    ? ApplicationFailure.newNonRetryableFailureWithCause(e.getMessage(), e.code().name(), e)
                    : ApplicationFailure.newFailureWithCause(e.getMessage(), e.code().name(), e);
        }
    }

    /** As the activity, beating for nobody: for whoever trains without an engine, and for tests. */
    synchronized Advance advance(String name, CallContext context) {
        Run run = store.run(name).orElseThrow(() -> new MaestroException(TrainingErrors.TRAINING_RUN_UNKNOWN,
                "there is no training run \"" + name + "\" on record."));
        try (RunFolder folder = RunFolder.hold(home.resolve(name))) {
            folder.prune();
            Learner learner = learner(run, folder);
            boolean saved = false;
            try {
                Advance advance = chunk(run, learner, folder, context);
                saved = true;
                return advance;
            } finally {
                if (!saved) {
                    drop(); // it may have gone beyond what is saved
                }
            }
        }
    }

    private Learner learner(Run run, RunFolder folder) {
        Optional<Path> newest = folder.newestState();
        long saved = newest.map(RunFolder::stepOf).orElse(0L);
        Optional<Learner> known = held.filter(h -> h.run().equals(run.name()) && h.learner().step() == saved).map(Held::learner);
        if (known.isPresent()) {
            return known.get();
        }
        drop();
        Learner learner = newest.map(state -> learners.resume(run, state)).orElseGet(() -> learners.begin(run));
        held = Optional.of(new Held(run.name(), learner));
        return learner;
    }

    private Advance chunk(Run run, Learner learner, RunFolder folder, CallContext context) {
        long deadline = System.nanoTime() + chunk.toNanos();
        Optional<String> collapse = Optional.empty();
        String stage = "";
        String milestone = "";
        boolean more = !learner.isFinished();
        while (more && !context.cancelled()) {
            StepReport report = learner.next();
            record(run, learner.step(), report);
            if (report.checkpointDue()) {
                keep(run, learner, folder);
            }
            collapse = report.collapse().map(why -> why + best(run));
            stage = report.stage();
            milestone = report.milestone();
            more = !learner.isFinished() && collapse.isEmpty() && System.nanoTime() < deadline;
        }
        Path state = folder.state(learner.step());
        if (!Files.exists(state)) {
            learner.saveState(state);
        }
        return new Advance(learner.step(), stage, learner.isFinished(), collapse, milestone);
    }

    /** What to go back to. */
    private String best(Run run) {
        return BestCheckpoint.of(store, run.name()).map(best -> " Best checkpoint: " + best.words() + ".")
                .orElse(" No checkpoint was written before.");
    }

    private void record(Run run, long number, StepReport report) {
        List<Group> groups = new ArrayList<>();
        for (DrawnGroup drawn : report.groups()) {
            groups.add(new Group(run.name(), number, groups.size(), drawn.task(), TrajectoryJson.write(drawn.trajectories())));
        }
        store.record(new Step(run.name(), number, report.stage(), Json.MAPPER.valueToTree(metrics(report)), clock.instant()), groups);
    }

    /** What the learner measured, and how the trajectories ended. */
    private static Map<String, Double> metrics(StepReport report) {
        Map<String, Double> metrics = new TreeMap<>(report.metrics());
        List<Ending> endings = report.groups().stream().flatMap(group -> group.trajectories().stream()).map(Trajectory::ending).toList();
        if (!endings.isEmpty()) {
            metrics.put("unfinished_share", share(endings, Ending::isUnfinished));
            metrics.put("outage_share", share(endings, ending -> !ending.isValid()));
        }
        return metrics;
    }

    private static double share(List<Ending> endings, Predicate<Ending> of) {
        return (double) endings.stream().filter(of).count() / endings.size();
    }

    private void keep(Run run, Learner learner, RunFolder folder) {
        Path where = folder.checkpoint(learner.step());
        SavedFolder saved = Files.exists(where) ? SavedFolder.of(where) : learner.saveCheckpoint(where);
        store.record(new Checkpoint(run.name(), learner.step(), saved.digest(), where.toString(), saved.bytes(), clock.instant()));
    }

    private void drop() {
        held.ifPresent(h -> h.learner().close());
        held = Optional.empty();
    }

    @Override
    public synchronized void close() {
        drop();
    }
}
