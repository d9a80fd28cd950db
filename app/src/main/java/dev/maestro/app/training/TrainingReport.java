package dev.maestro.app.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.promotion.PromotionEvidence;
import dev.maestro.registry.training.BestCheckpoint;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Entry;
import dev.maestro.registry.training.TrainingStore.Group;
import dev.maestro.registry.training.TrainingStore.Overview;
import dev.maestro.registry.training.TrainingStore.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A training run as it is on record.
 *
 * @param steps       taken
 * @param groups      drawn
 * @param stages      in order
 * @param figures     by name, each over the last steps of the last stage that has it
 * @param best        the checkpoint that its rewards speak for
 * @param evaluations what promotions recorded about its checkpoints
 * @param curves      by name
 * @param samples     groups of the best checkpoint's step and of the last one that drew any
 */
public record TrainingReport(String name, JsonNode settings, TrainingStatus status, Instant createdAt, Optional<Instant> lastStepAt,
        long steps,
        long groups, List<Stage> stages, Map<String, StepWindow> figures, Optional<BestCheckpoint> best, List<Checkpoint> checkpoints,
        List<Evaluated> evaluations, List<Entry> diary, List<TrainingCurve> curves, List<SampleGroup> samples) {
    private static final int MOST_STEPS = 1_000_000;
    /** Groups of one step that are shown. */
    private static final int SHOWN = 3;

    public TrainingReport {
        stages = List.copyOf(stages);
        checkpoints = List.copyOf(checkpoints);
        evaluations = List.copyOf(evaluations);
        diary = List.copyOf(diary);
        curves = List.copyOf(curves);
        samples = List.copyOf(samples);
    }

    /** A part of the recipe. */
    public record Stage(String name, long first, long last) {}

    /** What the record of promotions says about a checkpoint. */
    public record Evaluated(long step, String evidence, Instant at) {}

    /**
     * @param words gives what each list of ids says
     * @param store has a run of this name
     */
    public static TrainingReport of(TrainingStore store, String run, Function<List<int[]>, List<String>> words) {
        Overview overview = store.overview(run).orElseThrow();
        List<Step> steps = store.steps(run, 1, MOST_STEPS);
        List<Checkpoint> checkpoints = store.checkpoints(run);
        Optional<BestCheckpoint> best = BestCheckpoint.of(steps, checkpoints);
        List<Stage> stages = TrainingCurve.stages(steps).stream()
                .map(stage -> new Stage(stage.getFirst().stage(), stage.getFirst().step(), stage.getLast().step())).toList();
        List<TrainingCurve> curves = RunFigures.THEMES.stream().flatMap(theme -> theme.metrics().stream())
                .map(metric -> TrainingCurve.of(steps, metric)).filter(curve -> !curve.windows().isEmpty()).toList();
        return new TrainingReport(run, overview.run().settings(), overview.status(), overview.run().createdAt(),
                overview.newest().map(Step::recordedAt), steps.size(), store.groupCount(run), stages, RunFigures.of(steps), best,
                checkpoints,
                evaluations(store, checkpoints), store.diary(run), curves, samples(store, run, steps, best, words));
    }

    static List<Evaluated> evaluations(TrainingStore store, List<Checkpoint> checkpoints) {
        List<Evaluated> found = new ArrayList<>();
        store.promotions(Integer.MAX_VALUE).stream().filter(each -> !each.rolledBack())
                .forEach(each -> checkpoints.stream().filter(own -> own.digest().equals(each.digest())).findFirst()
                        .ifPresent(own -> found.add(new Evaluated(own.step(), each.evidence().map(PromotionEvidence::words).orElse(""),
                                each.happenedAt()))));
        return found.stream().sorted(Comparator.comparingLong(Evaluated::step)).toList();
    }

    private static List<SampleGroup> samples(TrainingStore store, String run, List<Step> steps, Optional<BestCheckpoint> best,
            Function<List<int[]>, List<String>> words) {
        Optional<Long> last = steps.reversed().stream().filter(step -> step.metrics().has("reward")).map(Step::step).findFirst();
        return Stream.concat(best.map(each -> each.checkpoint().step()).stream(), last.stream()).distinct()
                .flatMap(step -> chosen(store.groups(run, step)).stream()).map(group -> SampleGroup.of(group, words)).toList();
    }

    /** Those first that something was learned from. */
    private static List<Group> chosen(List<Group> groups) {
        return groups.stream().sorted(Comparator.comparing((Group group) -> !SampleGroup.differs(group)).thenComparing(Group::number))
                .limit(SHOWN).toList();
    }
}
