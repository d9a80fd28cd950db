package dev.maestro.app.evaluation;

import dev.maestro.app.evaluation.data.DataErrors;
import dev.maestro.app.evaluation.data.DataSet;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.app.wiring.Services;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.TrainingData;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the questions of a training run into the record, as those of an evaluation: images through the one door, bad rows refused by
 * number. Broken off anywhere, it goes on behind the last batch. Not thread-safe.
 */
public final class TrainingIntake {
    private static final Pattern DRAWINGS = Pattern.compile("drawings ([0-9]{1,5})");

    private final TrainingData data;
    private final DataSet learned;
    private final Optional<DataSet> validated;

    private TrainingIntake(TrainingData data, DataSet learned, Optional<DataSet> validated) {
        this.data = data;
        this.learned = learned;
        this.validated = validated;
    }

    /**
     * Looks at the files, so that a missing one costs nothing.
     *
     * @throws Problem when one cannot be opened
     */
    public static TrainingIntake open(TrainingData data) {
        // Drawings to validate with are others than those to learn from.
        return new TrainingIntake(data, open(data.learn(), data.seed()), data.validate().map(what -> open(what, data.seed() + 1_000_003)));
    }

    private static DataSet open(String what, long seed) {
        Matcher drawings = DRAWINGS.matcher(what);
        if (drawings.matches()) {
            return new DrawnData(ShippedDrawings.generators(), seed, Integer.parseInt(drawings.group(1)));
        }
        try {
            return DataSet.open(Path.of(what));
        } catch (InvalidPathException e) {
            throw Problem.input(DataErrors.DATA_MISSING, "\"" + what + "\" is not a path: " + e.getReason() + ".");
        }
    }

    /** Takes in what is not there yet. */
    public void take(Services services, String run, Progress progress) {
        take(services, TrainingData.learned(run), data.learn(), learned, run, progress);
        validated.ifPresent(set -> take(services, TrainingData.validated(run), data.validate().orElseThrow(), set, run, progress));
    }

    private void take(Services services, String name, String what, DataSet set, String run, Progress progress) {
        Evaluation stands = services.evaluationStore().create(new Evaluation(name, what, set.hash(), data.profile(),
                TaskQueues.TRAINED_PREFIX + run, services.registry().current(), data.experts(), 1, 0, data.seed(), data.scorer(),
                data.limits(), 0, data.concurrency(), Optional.empty(), Instant.now()));
        if (!stands.dataHash().equals(set.hash())) {
            throw Problem.input(DataErrors.DATA_CHANGED, "\"" + what + "\" is not what run \"" + run
                    + "\" began with. Put the old file back, or begin a new run.");
        }
        new EvaluationIntake(services.evaluationStore(), services.artifacts(), progress).take(stands, set, data.source(), false);
        progress.say(name + ": " + services.evaluationStore().intake(name).samples() + " questions");
    }
}
