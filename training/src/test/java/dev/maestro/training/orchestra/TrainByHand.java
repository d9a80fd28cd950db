package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.torch.TrainerSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The recipe without engine and record, for whoever works on it: {@code SEED FOLDER [STATE]}. */
final class TrainByHand {
    private TrainByHand() {}

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        Path folder = Path.of(args[1]);
        Files.createDirectories(folder);
        OrchestraRecipe recipe = OrchestraRecipe.standard();
        try (OrchestraLearner learner = args.length > 2
                ? OrchestraLearner.resume(recipe, seed, folder.resolve("scratch"), TrainerSettings.standard(), Path.of(args[2]))
                : OrchestraLearner.begin(recipe, seed, folder.resolve("scratch"), TrainerSettings.standard())) {
            String stage = "";
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                if (learner.step() % 20 == 0 || !report.stage().equals(stage)) {
                    System.out.printf(Locale.ROOT, "%7.1f s  %s %s%n", cpu(), report.milestone(),
                            report.stage().startsWith("reading") ? "" : report.metrics());
                }
                stage = report.stage();
                if (report.checkpointDue()) {
                    learner.saveState(folder.resolve("state-" + learner.step()));
                    show(learner, 100, List.of(OrchestraSplit.SEEN, OrchestraSplit.OOD), List.of(PriceWeight.FREE));
                }
            }
            show(learner, 400, List.of(OrchestraSplit.SEEN, OrchestraSplit.WORDING, OrchestraSplit.COMBO, OrchestraSplit.OOD),
                    List.of(PriceWeight.values()));
            learner.saveCheckpoint(folder.resolve("final"));
        }
    }

    private static void show(OrchestraLearner learner, int n, List<OrchestraSplit> splits, List<PriceWeight> prices) {
        for (OrchestraSplit split : splits) {
            for (PriceWeight price : prices) {
                List<PlayedTask> played = learner.play(new OrchestraWorld(777).tasks(split, 0, n, TaskOptions.STANDARD.withPrice(price)));
                System.out.printf(Locale.ROOT,
                        "  %s/%s accuracy %.3f reward %.3f calls %.2f one-step %.3f two-step %.3f skill %.3f expert %.3f%n",
                        split.wire(), price.wire(), mean(played, PlayedTask::right),
                        played.stream().mapToDouble(PlayedTask::reward).average().orElse(0),
                        played.stream().mapToInt(p -> p.history().size()).average().orElse(0),
                        mean(played.stream().filter(p -> !p.task().operation().isTwoStep()).toList(), PlayedTask::right),
                        mean(played.stream().filter(p -> p.task().operation().isTwoStep()).toList(), PlayedTask::right),
                        mean(played, PlayedTask::firstSkillRight), mean(played, PlayedTask::firstExpertRight));
            }
        }
    }

    private static double mean(List<PlayedTask> played, java.util.function.Predicate<PlayedTask> is) {
        return played.stream().mapToDouble(p -> is.test(p) ? 1 : 0).average().orElse(0);
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
