package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.policylocal.LocalModel;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is trained is what serves: the same text and pixels go in, and the same expert comes out. */
@Timeout(300)
class DrawingProductTest {
    private static final int TASKS = 8;
    private static final int FRESH = 31;

    @TempDir
    Path folder;

    private DrawingPool pool() {
        return new DrawingPool(FRESH, ImageProcessor.of(folder.resolve("skeleton")).orElseThrow(), new PretendPrograms().all(),
                folder.resolve("fresh.jsonl"));
    }

    private static byte[] png(DrawingTask task) {
        return PretendPrograms.drawing(task.picture().kind() + ":" + task.picture().seed()).png();
    }

    @Test
    void the_products_conversation_is_what_is_trained_on_id_for_id_and_pixel_for_pixel() {
        DrawingFiles.write(folder.resolve("skeleton"), DrawingShape.SMALL);
        try (PromptWriter prompts = PromptWriter.of(folder.resolve("skeleton"));
                DrawingTokens tokens = DrawingTokens.of(folder.resolve("skeleton"))) {
            for (DrawingTask task : new DrawingTasks(pool(), 2, 9).of(DrawingSplit.FRESH, TASKS)) {
                Transcript transcript = DrawingTranscripts.of(task, png(task), List.of());
                TokenPrompt prompt = prompts.conversation(Protocol.of(transcript.profile()).messages(transcript));

                assertThat(prompt.tokens()).isEqualTo(tokens.prompt(task));
                assertThat(prompt.images()).hasSize(1);
                assertThat(prompt.images().getFirst().patches().get().values()).isEqualTo(task.picture().patches().values());

                DrawingExpert asked = task.panel().getFirst();
                Transcript later = DrawingTranscripts.of(task, png(task), List.of(asked));
                String written = prompts.tokenizer().decode(prompts.conversation(Protocol.of(later.profile()).messages(later)).tokens(),
                        false);
                assertThat(written).endsWith(DrawingText.call(asked) + DrawingText.observation(task.picture().reply(asked)));
            }
        }
    }

    @Test
    void a_checkpoint_decides_through_the_products_engine_as_in_the_trainer() {
        DrawingRecipe recipe = DrawingRecipe.standard().shortened().showing(60);
        List<DrawingTask> tasks;
        List<DrawingExpert> picks;
        try (DrawingLearner learner = DrawingLearner.begin(recipe, 4, new PretendPrograms().all(), folder, TrainerSettings.standard())) {
            while (!learner.isFinished()) {
                learner.next();
            }
            tasks = new DrawingTasks(pool(), 2, 9).of(DrawingSplit.FRESH, TASKS);
            picks = learner.picks(tasks);
            learner.saveCheckpoint(folder.resolve("checkpoint"));
        }
        try (LocalModel model = LocalModel.load(folder.resolve("checkpoint"),
                LoadOptions.standard().with(TorchSettings.standard().with(1)), new DecisionSettings(2, 0, 1, 60, true, 0))) {
            for (int i = 0; i < TASKS; i++) {
                DrawingTask task = tasks.get(i);
                String picked = picks.get(i).written();
                assertThat(decided(model.policy(), DrawingTranscripts.of(task, png(task), List.of())))
                        .isInstanceOfSatisfying(Action.Call.class, call -> {
                            assertThat(call.expert()).isEqualTo(picked);
                            assertThat(call.skill()).isEqualTo(DrawingText.SKILL);
                            assertThat(call.input().strip()).isEqualTo("it");
                        });
                assertThat(decided(model.policy(), DrawingTranscripts.of(task, png(task), List.of(picks.get(i)))))
                        .isInstanceOfSatisfying(Action.Answer.class, answer -> assertThat(answer.text().strip()).isEqualTo("it"));
            }
        }
    }

    private static Action decided(Policy policy, Transcript transcript) {
        return switch (policy.next(transcript, CallContext.NONE)) {
            case PolicyOutcome.Decided decided -> decided.action();
            case PolicyOutcome.Failure failure -> throw new AssertionError(failure.error() + ", " + failure.message());
        };
    }
}
