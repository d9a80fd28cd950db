package dev.maestro.orchestra.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.policy.ChatModel.Message;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.baseline.RulesPolicy;
import dev.maestro.policy.protocol.Protocol;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProductPolicyTest {
    private final OrchestraWorld world = new OrchestraWorld(6);

    @Test
    void the_products_conversation_is_the_benchmarks_text() {
        for (OrchestraTask task : world.tasks(OrchestraSplit.SEEN, 0, 20, TaskOptions.STANDARD)) {
            HeardReply first = Play.heard(task, new Move.Call(1, 2, Optional.empty()));
            HeardReply second = Play.heard(task, new Move.Call(3, 0, Optional.of(first.value())));
            Transcript transcript = ProductPolicy.transcript(task, List.of(first, second));
            List<String> texts = Protocol.of(transcript.profile()).messages(transcript).stream().map(Message::text).toList();
            assertThat(texts.get(0) + "\n" + texts.get(1) + "\n").isEqualTo(task.prompt());
            assertThat(texts.get(2)).isEqualTo(ActionText.call(task.panel().experts().get(1).name(), task.panel().skills().get(2).name(),
                    Optional.empty()));
            assertThat(texts.get(3)).isEqualTo(ActionText.observation(first.value(), first.sure()));
            assertThat(texts.get(4)).contains(": " + first.value() + "</search>");
            assertThat(texts).hasSize(6);
        }
    }

    @Test
    void the_products_rules_play_as_the_baseline_that_stands_for_them() {
        OrchestraPolicy product = new ProductPolicy(new RulesPolicy());
        OrchestraPolicy baseline = Baselines.of(Baselines.RULES, 0);
        List<OrchestraTask> tasks = world.tasks(OrchestraSplit.SEEN, 0, 500, TaskOptions.STANDARD.withTypoShare(0));
        long same = tasks.stream().filter(task -> {
            PlayedTask one = Play.of(task, product);
            PlayedTask other = Play.of(task, baseline);
            return one.answer().equals(other.answer()) && one.cost() == other.cost();
        }).count();
        // computing again, the baseline takes the value along, and the product's rules ask the question again: both guess
        assertThat(same).isGreaterThan(tasks.size() * 85 / 100);
        double there = tasks.stream().mapToInt(task -> Play.of(task, product).right() ? 1 : 0).average().orElseThrow();
        double here = tasks.stream().mapToInt(task -> Play.of(task, baseline).right() ? 1 : 0).average().orElseThrow();
        assertThat(there).isBetween(here - 0.06, here + 0.06);
    }
}
