package dev.maestro.training.pictures;

import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.readers.EmbeddedReaders;
import dev.maestro.training.run.RunFolder;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.torch.TrainerSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The recipe without engine and record, for whoever works on it: {@code SEED FOLDER [FRESH_SEED TASKS [PICTURES STEPS [pretend]]]}. It goes on from
 * the newest state in the folder, and what experts said is kept there, so that another run with it asks nobody again.
 */
final class LearnDrawingsByHand {
    private static final int COMPARED = 120;
    private static final int STATE_EVERY = 20;

    private LearnDrawingsByHand() {}

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        Path folder = Path.of(args[1]);
        Files.createDirectories(folder);
        DrawingRecipe recipe = args.length > 5
                ? DrawingRecipe.standard().with(Integer.parseInt(args[4]), Integer.parseInt(args[5]))
                : DrawingRecipe.standard();
        List<EmbeddedExpert> programs = args.length > 6 ? new PretendPrograms().all() : new EmbeddedReaders().experts(1);
        try (RunFolder run = RunFolder.hold(folder);
                DrawingLearner learner = learner(run.newestState(), recipe, seed, programs, folder)) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                if (learner.step() % 20 == 0 || report.checkpointDue()) {
                    System.out.printf(Locale.ROOT, "%7.1f s  %s %s%n", cpu(), report.milestone(), shortly(report));
                }
                if (learner.step() % STATE_EVERY == 0 || report.checkpointDue()) {
                    learner.saveState(run.state(learner.step()));
                    run.prune();
                }
                if (report.collapse().isPresent()) {
                    System.out.println(report.collapse().get());
                }
            }
            Path learned = run.checkpoint(learner.step());
            if (!Files.exists(learned)) {
                learner.saveCheckpoint(learned);
            }
            if (args.length > 3) {
                System.out.printf(Locale.ROOT, "%7.1f s  learned%n", cpu());
                long fresh = Long.parseLong(args[2]);
                DrawingPool pool = new DrawingPool(fresh, ImageProcessor.of(folder.resolve("skeleton")).orElseThrow(), programs,
                        folder.resolve("fresh-" + fresh + ".jsonl"));
                DrawingTasks tasks = new DrawingTasks(pool, fresh, recipe.pictures());
                System.out.println(DrawingFigures.of(tasks.of(DrawingSplit.FRESH, Integer.parseInt(args[3])), COMPARED, learner::picks));
            }
        }
        System.exit(0);
    }

    private static DrawingLearner learner(Optional<Path> state, DrawingRecipe recipe, long seed, List<EmbeddedExpert> programs,
            Path folder) {
        return state.isPresent()
                ? DrawingLearner.resume(recipe, seed, programs, folder, TrainerSettings.standard(), state.get())
                : DrawingLearner.begin(recipe, seed, programs, folder, TrainerSettings.standard());
    }

    private static String shortly(StepReport report) {
        StringBuilder line = new StringBuilder();
        new TreeMap<>(report.metrics()).forEach((name, value) -> line.append(String.format(Locale.ROOT, " %s %.3f", name, value)));
        return line.toString();
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
