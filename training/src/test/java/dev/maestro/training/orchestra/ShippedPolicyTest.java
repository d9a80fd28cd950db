package dev.maestro.training.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.report.OrchestraFigures;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.training.torch.SavedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the policy that comes along has learned, in a world of another seed than any it was trained in. */
class ShippedPolicyTest {
    private static final int TASKS = 300;
    private static final OrchestraWorld WORLD = new OrchestraWorld(90_210);

    @TempDir
    Path folder;

    private List<PlayedTask> played(List<OrchestraTask> tasks) {
        ShippedPolicy.write(folder.resolve("learned"));
        try (CheckpointPlayers.Player player = CheckpointPlayer.load(folder.resolve("learned"),
                LoadOptions.standard().with(TorchSettings.standard().with(1)))) {
            return player.play(tasks);
        }
    }

    private static double right(List<PlayedTask> played) {
        return played.stream().mapToInt(each -> each.right() ? 1 : 0).average().orElseThrow();
    }

    private static List<PlayedTask> byBaseline(String name, List<OrchestraTask> tasks) {
        OrchestraPolicy policy = Baselines.of(name, 1);
        return tasks.stream().map(task -> Play.of(task, policy)).toList();
    }

    @ParameterizedTest
    @EnumSource(value = OrchestraSplit.class, names = "TRAIN", mode = EnumSource.Mode.EXCLUDE)
    void it_does_better_than_the_best_single_expert_and_than_the_rules_on_what_it_never_saw(OrchestraSplit split) {
        List<OrchestraTask> tasks = WORLD.tasks(split, 0, TASKS, TaskOptions.STANDARD.withPrice(PriceWeight.FREE));
        double learned = right(played(tasks));
        assertThat(learned).isGreaterThan(right(byBaseline(Baselines.BEST_SINGLE, tasks)) + 0.10)
                .isGreaterThan(right(byBaseline(Baselines.RULES, tasks)) + 0.05);
    }

    @Test
    void it_asks_again_when_a_reply_is_not_sure_rather_than_when_it_is_and_spends_less_where_money_counts() {
        List<PlayedTask> free = played(WORLD.tasks(OrchestraSplit.SEEN, 0, TASKS, TaskOptions.STANDARD.withPrice(PriceWeight.FREE)));
        List<PlayedTask> tight = played(WORLD.tasks(OrchestraSplit.SEEN, 0, TASKS, TaskOptions.STANDARD.withPrice(PriceWeight.TIGHT)));
        OrchestraFigures figures = OrchestraFigures.of(free);
        assertThat(figures.againAfterSure().value()).isLessThan(0.15);
        assertThat(figures.againAfterDoubt().value()).isGreaterThan(figures.againAfterSure().value() + 0.2);
        assertThat(figures.twoStep().value()).isGreaterThan(0.4);
        assertThat(figures.slots().largestShare().value()).isLessThan(0.35);
        assertThat(OrchestraFigures.of(tight).cost().value()).isLessThan(0.85 * figures.cost().value());
    }

    @Test
    void what_is_written_down_is_what_was_trained_and_is_written_once() throws IOException {
        Path written = folder.resolve("twice");
        String sentence = ShippedPolicy.write(written);
        assertThat(SavedFolder.digest(written)).isEqualTo(ShippedPolicy.about().path("digest").asText());
        assertThat(sentence).contains("learned");
        var at = Files.getLastModifiedTime(written.resolve("model.safetensors"));
        ShippedPolicy.write(written);
        assertThat(Files.getLastModifiedTime(written.resolve("model.safetensors"))).isEqualTo(at);
        Files.writeString(written.resolve("model.safetensors"), "damaged");
        ShippedPolicy.write(written);
        assertThat(SavedFolder.digest(written)).as("mended").isEqualTo(ShippedPolicy.about().path("digest").asText());
    }
}
