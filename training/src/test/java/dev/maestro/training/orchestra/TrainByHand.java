package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.report.OrchestraFigures;
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
import java.util.Map;
import java.util.TreeMap;

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
                            report.stage().startsWith("reading") ? "" : shortly(report.metrics()));
                }
                stage = report.stage();
                if (report.checkpointDue()) {
                    learner.saveState(folder.resolve("state-" + learner.step()));
                    show(learner, 100, List.of(OrchestraSplit.SEEN, OrchestraSplit.OOD), List.of(PriceWeight.FREE, PriceWeight.TIGHT));
                }
            }
            show(learner, 400, List.of(OrchestraSplit.SEEN, OrchestraSplit.WORDING, OrchestraSplit.COMBO, OrchestraSplit.OOD),
                    List.of(PriceWeight.values()));
            learner.saveCheckpoint(folder.resolve("final"));
        }
    }

    private static String shortly(Map<String, Double> metrics) {
        StringBuilder line = new StringBuilder();
        new TreeMap<>(metrics).forEach((name, value) -> line.append(String.format(Locale.ROOT, " %s %.2f", name.replace("accuracy", "acc")
                .replace("entropy", "H").replace("coefficient", "c"), value)));
        return line.toString();
    }

    private static void show(OrchestraLearner learner, int n, List<OrchestraSplit> splits, List<PriceWeight> prices) {
        for (OrchestraSplit split : splits) {
            for (PriceWeight price : prices) {
                List<PlayedTask> played = learner.play(new OrchestraWorld(777).tasks(split, 0, n, TaskOptions.STANDARD.withPrice(price)));
                OrchestraFigures f = OrchestraFigures.of(played);
                System.out.printf(Locale.ROOT,
                        "  %s/%s right %.3f reward %.3f regret %.3f cost %.3f calls %.2f two-step %.3f one-step %.3f skill %.3f expert %.3f"
                                + " again if sure %.2f if not %.2f slot %.2f%n",
                        split.wire(), price.wire(), f.accuracy().value(), f.reward().value(), f.regret().value(), f.cost().value(),
                        f.calls().value(), f.twoStep().value(),
                        mean(played.stream().filter(p -> !p.task().operation().isTwoStep()).toList(), PlayedTask::right),
                        f.firstSkill().value(), f.firstExpert().value(), f.againAfterSure().value(), f.againAfterDoubt().value(),
                        f.slots().largestShare().value());
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
