package dev.maestro.app.demo;

import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.SimulatedExpert;
import dev.maestro.orchestra.world.SimulatedSkill;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows what a learned policy does in the world of the benchmark orchestra, and how it does beside the rules. */
public final class LearnedShow {
    /** Enough to tell the two apart: 95 % intervals of about 0.05. */
    private static final int COMPARED = 400;
    private static final int SHOWN = 4;

    private final CheckpointPlayers.Player player;
    private final Consumer<String> out;

    /** @param out takes lines */
    public LearnedShow(CheckpointPlayers.Player player, Consumer<String> out) {
        this.player = player;
        this.out = out;
    }

    /** @param cases how many times four tasks are shown */
    public void run(long seed, int cases) {
        OrchestraWorld world = new OrchestraWorld(seed);
        out.accept("");
        out.accept("A policy that has LEARNED decides here, in the benchmark's world: experts are simulated, and nobody trained on any of");
        out.accept("them. To let a checkpoint decide about drawings, name it: maestro demo --policy local --model DIR");
        List<OrchestraTask> shown = world.tasks(OrchestraSplit.SEEN, 0, SHOWN * cases, TaskOptions.STANDARD);
        player.play(shown).forEach(this::show);
        OrchestraPolicy rules = Baselines.of(Baselines.RULES, seed);
        out.accept("");
        out.accept(String.format(Locale.ROOT, "%-9s %18s %18s", "", "learned", "rules"));
        out.accept(String.format(Locale.ROOT, "%-9s %9s %8s %9s %8s", "", "right", "calls", "right", "calls"));
        for (OrchestraSplit split : List.of(OrchestraSplit.SEEN, OrchestraSplit.WORDING, OrchestraSplit.COMBO, OrchestraSplit.OOD)) {
            List<OrchestraTask> tasks = world.tasks(split, 0, COMPARED, TaskOptions.STANDARD.withPrice(PriceWeight.FREE));
            List<PlayedTask> learned = player.play(tasks);
            List<PlayedTask> ruled = tasks.stream().map(task -> Play.of(task, rules)).toList();
            out.accept(
                    String.format(Locale.ROOT, "%-9s %9.3f %8.2f %9.3f %8.2f", split.wire(), right(learned), calls(learned), right(ruled),
                            calls(ruled)));
        }
        out.accept("");
        out.accept("All figures, with intervals: maestro benchmark orchestra --policy local     How it was trained: docs/training.md");
    }

    private void show(PlayedTask played) {
        OrchestraTask task = played.task();
        out.accept("");
        out.accept("? " + task.question() + "   (" + task.price().wire() + " price)");
        for (HeardReply heard : played.history()) {
            SimulatedExpert expert = task.panel().experts().get(heard.call().expert());
            SimulatedSkill skill = task.panel().skills().get(heard.call().skill());
            out.accept("  asks " + expert.name() + " (" + expert.description() + ") with " + skill.name() + " (" + skill.description() + ")"
                    + heard.call().input().map(input -> ", giving " + input).orElse(""));
            out.accept("    hears " + heard.value() + (heard.sure() ? ", sure" : ", not sure"));
        }
        out.accept("  answers " + played.answer() + (played.right() ? ", right" : ", wrong: it is " + task.truth()));
    }

    private static double right(List<PlayedTask> played) {
        return played.stream().mapToInt(each -> each.right() ? 1 : 0).average().orElse(0);
    }

    private static double calls(List<PlayedTask> played) {
        return played.stream().mapToInt(each -> each.history().size()).average().orElse(0);
    }
}
