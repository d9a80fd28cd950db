package dev.maestro.app.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.registry.training.BestCheckpoint;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Overview;
import dev.maestro.registry.training.TrainingStore.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two training runs side by side.
 *
 * @param differences figures that both have in the same stage, the other's less the one's
 */
public record RunComparison(Side one, Side other, List<Difference> differences) {
    private static final int MOST_STEPS = 1_000_000;

    public RunComparison {
        differences = List.copyOf(differences);
    }

    /** One of the two; as of {@link TrainingReport}. */
    public record Side(String name, JsonNode settings, TrainingStatus status, long steps, String stage, Map<String, StepWindow> figures,
            Optional<BestCheckpoint> best, List<TrainingReport.Evaluated> evaluations) {
        public Side {
            evaluations = List.copyOf(evaluations);
        }
    }

    /**
     * How much a figure differs. The interval is the normal one of two independent means; between two runs, not between two
     * ways of training: another seed makes another run.
     */
    public record Difference(String metric, double change, double low, double high) {
        /** Whether the interval leaves zero out. */
        public boolean significant() {
            return low > 0 || high < 0;
        }
    }

    /** @param store has runs of these names */
    public static RunComparison of(TrainingStore store, String one, String other) {
        Side first = side(store, one);
        Side second = side(store, other);
        List<Difference> differences = new ArrayList<>();
        first.figures().forEach((metric, before) -> Optional.ofNullable(second.figures().get(metric))
                .filter(after -> after.stage().equals(before.stage()))
                .ifPresent(after -> differences.add(difference(metric, before, after))));
        return new RunComparison(first, second, differences);
    }

    private static Side side(TrainingStore store, String run) {
        Overview overview = store.overview(run).orElseThrow();
        List<Step> steps = store.steps(run, 1, MOST_STEPS);
        List<Checkpoint> checkpoints = store.checkpoints(run);
        return new Side(run, overview.run().settings(), overview.status(), steps.size(), overview.newest().map(Step::stage).orElse(""),
                RunFigures.of(steps), BestCheckpoint.of(steps, checkpoints), TrainingReport.evaluations(store, checkpoints));
    }

    private static Difference difference(String metric, StepWindow before, StepWindow after) {
        double change = after.mean() - before.mean();
        double half = Math.hypot((before.high() - before.low()) / 2, (after.high() - after.low()) / 2);
        return new Difference(metric, change, change - half, change + half);
    }

    /** Names of all figures that one of them has, in the order of the themes. */
    public List<String> metrics() {
        Set<String> names = new LinkedHashSet<>();
        RunFigures.THEMES.stream().flatMap(theme -> theme.metrics().stream())
                .filter(metric -> one.figures().containsKey(metric) || other.figures().containsKey(metric)).forEach(names::add);
        return List.copyOf(names);
    }
}
