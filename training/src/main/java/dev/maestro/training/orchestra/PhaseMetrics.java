package dev.maestro.training.orchestra;

import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.UpdateResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a step of a phase is recorded with. Numbers that nothing was seen of are left out. */
final class PhaseMetrics {
    private PhaseMetrics() {}

    static Map<String, Double> of(List<List<OrchestraBranch>> branches, List<List<Trajectory>> groups, GrpoBatch batch, UpdateResult result,
            EntropyCoefficients entropy) {
        Map<String, Double> metrics = new TreeMap<>();
        List<PlayedTask> played = branches.stream().flatMap(List::stream).map(OrchestraBranch::played).toList();
        mean(metrics, "reward", groups.stream().flatMap(List::stream), Trajectory::reward);
        mean(metrics, "accuracy", played.stream(), p -> p.right() ? 1 : 0);
        mean(metrics, "accuracy_one_step", played.stream().filter(p -> !twoStep(p)), p -> p.right() ? 1 : 0);
        mean(metrics, "accuracy_two_step", played.stream().filter(PhaseMetrics::twoStep), p -> p.right() ? 1 : 0);
        List<OrchestraBranch> two = branches.stream().flatMap(List::stream).filter(b -> twoStep(b.played())).toList();
        mean(metrics, "accuracy_two_step_from_start", two.stream().filter(b -> !b.isBehind()), b -> b.played().right() ? 1 : 0);
        mean(metrics, "accuracy_two_step_behind_a_call", two.stream().filter(OrchestraBranch::isBehind), b -> b.played().right() ? 1 : 0);
        mean(metrics, "calls", played.stream(), p -> p.history().size());
        mean(metrics, "cost", played.stream(), PlayedTask::cost);
        mean(metrics, "first_skill_right", played.stream(), p -> p.firstSkillRight() ? 1 : 0);
        mean(metrics, "first_expert_right", played.stream(), p -> p.firstExpertRight() ? 1 : 0);
        again(metrics, "again_after_sure", played, HeardReply::sure);
        again(metrics, "again_after_not_sure", played, heard -> !heard.sure());
        metrics.put("largest_expert_slot", largest(played, heard -> heard.call().expert()));
        metrics.put("largest_skill_slot", largest(played, heard -> heard.call().skill()));
        metrics.put("equal_groups", batch.counts().equalShare());
        metrics.put("loss", result.loss());
        metrics.put("norm", result.norm());
        metrics.put("gap", result.gap());
        metrics.put("clipped", result.clipped());
        result.entropies().forEach((kind, value) -> metrics.put("entropy_" + kind.name().toLowerCase(Locale.ROOT), value));
        entropy.values().forEach((kind, value) -> metrics.put("entropy_coefficient_" + kind.name().toLowerCase(Locale.ROOT), value));
        return metrics;
    }

    private static boolean twoStep(PlayedTask played) {
        return played.task().operation().isTwoStep();
    }

    private static <T> void mean(Map<String, Double> metrics, String name, Stream<T> of, ToDoubleFunction<T> value) {
        of.mapToDouble(value).average().ifPresent(mean -> metrics.put(name, mean));
    }

    /** In tasks of one step: whether another call followed such a reply. */
    private static void again(Map<String, Double> metrics, String name, List<PlayedTask> played, Predicate<HeardReply> after) {
        mean(metrics, name, played.stream().filter(p -> !twoStep(p)).flatMap(p -> {
            int last = Math.min(p.history().size(), 2);
            return IntStream.range(0, last).filter(i -> after.test(p.history().get(i)))
                    .mapToObj(i -> i + 1 < p.history().size());
        }), followed -> followed ? 1 : 0);
    }

    private static double largest(List<PlayedTask> played, ToDoubleFunction<HeardReply> slot) {
        int[] counts = new int[8];
        int all = 0;
        for (PlayedTask one : played) {
            for (HeardReply heard : one.history()) {
                counts[(int) slot.applyAsDouble(heard)]++;
                all++;
            }
        }
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return all == 0 ? 0 : (double) most / all;
    }
}
