package dev.maestro.app.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.inference.prompt.PromptWriter;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.text.Tokenizer;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.product.PanelRegistry;
import dev.maestro.orchestra.product.ProductPolicy;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.text.OfferedValues;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import dev.maestro.orchestra.text.TranscriptMachine;
import dev.maestro.orchestra.text.TranscriptMachine.Due;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policy.protocol.PolicyPrompts;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.policylocal.LocalModel;
import dev.maestro.skills.prompts.PlanCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark's tokenizer as the program's own reads it, and its text as the product's protocol does. */
class OrchestraTokensTest {
    @TempDir
    private static Path folder;

    private final OrchestraWorld world = new OrchestraWorld(21);

    @Test
    void the_native_library_takes_every_word_for_one_token_and_loses_nothing() {
        OrchestraTokenizer made = OrchestraTokenizer.standard();
        try (Tokenizer tokenizer = Tokenizer.of(OrchestraCheckpoint.write(folder.resolve("words"), 1))) {
            assertThat(tokenizer.size()).isEqualTo(made.size());
            for (OrchestraSplit split : OrchestraSplit.values()) {
                for (OrchestraTask task : world.tasks(split, 0, 100, TaskOptions.STANDARD.withTypoShare(0))) {
                    int[] ids = tokenizer.encode(task.prompt());
                    assertThat(tokenizer.decode(ids, false)).isEqualTo(task.prompt());
                    assertThat(IntStream.of(ids)).as(task.prompt())
                            .allSatisfy(id -> assertThat(made.id(tokenizer.decode(new int[]{id}, false))).hasValue(id));
                    assertThat(ids).as("%s", task.prompt()).hasSizeBetween(85, 135);
                }
                for (OrchestraTask task : world.tasks(split, 0, 50, TaskOptions.STANDARD.withTypoShare(1))) {
                    assertThat(tokenizer.decode(tokenizer.encode(task.prompt()), false)).isEqualTo(task.prompt());
                }
            }
        }
    }

    @Test
    void pieces_of_a_transcript_are_the_tokens_of_the_whole_and_alternatives_differ_in_the_first() {
        SeededDraws draws = SeededDraws.of("pieces");
        try (Tokenizer tokenizer = Tokenizer.of(OrchestraCheckpoint.write(folder.resolve("pieces"), 1))) {
            for (OrchestraTask task : world.tasks(OrchestraSplit.OOD, 0, 60, TaskOptions.STANDARD)) {
                TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.ANY);
                List<Integer> written = new ArrayList<>(ids(tokenizer, task.prompt() + ActionText.TURN));
                while (machine.due() instanceof Due.Choice choice) {
                    Set<Integer> first = new HashSet<>();
                    choice.alternatives().forEach(way -> first.add(tokenizer.encode(way)[0]));
                    assertThat(first).hasSameSizeAs(choice.alternatives());
                    int chosen = draws.below(choice.alternatives().size());
                    written.addAll(ids(tokenizer, choice.forced()));
                    written.addAll(ids(tokenizer, choice.alternatives().get(chosen)));
                    machine.choose(chosen);
                }
                written.addAll(ids(tokenizer, machine.due().forced()));
                assertThat(written).isEqualTo(ids(tokenizer, task.prompt() + ActionText.TURN + machine.text()));
            }
        }
    }

    @Test
    void the_product_tells_its_model_the_same_tokens_and_reads_its_actions() {
        OrchestraTask task = world.task(OrchestraSplit.SEEN, 0, TaskOptions.STANDARD);
        TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.HEARD);
        machine.choose(1);
        machine.choose(2);
        Transcript begun = ProductPolicy.transcript(task, List.of());
        Transcript told = ProductPolicy.transcript(task, machine.history());
        Protocol protocol = Protocol.of(Profile.DEFAULT);
        try (PromptWriter prompts = PromptWriter.of(OrchestraCheckpoint.write(folder.resolve("chat"), 1))) {
            assertThat(prompts.conversation(protocol.messages(begun)).tokens())
                    .isEqualTo(prompts.tokenizer().encode(task.prompt() + ActionText.TURN));
            assertThat(prompts.conversation(protocol.messages(told)).tokens())
                    .isEqualTo(prompts.tokenizer().encode(task.prompt() + ActionText.TURN + machine.text()));
        }
        String call = machine.text().substring(0, machine.text().indexOf("</search>") + "</search>".length());
        Protocol.Reading reading = protocol.read(call, "stop", begun);
        assertThat(reading.kept()).as("written as the product keeps it").isEqualTo(call);
        assertThat(reading.action())
                .isEqualTo(new Action.Call(task.panel().experts().get(1).name(), task.panel().skills().get(2).name(), "it"));
        assertThat(protocol.read(ActionText.answer("B"), "stop", begun).action()).isEqualTo(new Action.Answer("B"));
    }

    @Test
    void the_products_local_policy_plays_with_such_a_checkpoint() {
        Path model = OrchestraCheckpoint.write(folder.resolve("local"), 1);
        try (LocalModel loaded = LocalModel.load(model, LoadOptions.standard(), new DecisionSettings(1, 0, 0, 40, true, 0))) {
            for (OrchestraTask task : world.tasks(OrchestraSplit.SEEN, 0, 2, TaskOptions.STANDARD)) {
                PlayedTask played = Play.of(task, new ProductPolicy(loaded.policy()));
                assertThat(played.history().size()).isBetween(0, Play.MOST_CALLS);
            }
        }
    }

    @Test
    void a_panel_is_a_revision_that_would_be_let_serve() {
        RegistrySnapshot snapshot = PanelRegistry.embedded(world.task(OrchestraSplit.OOD, 0, TaskOptions.STANDARD));
        assertThat(PlanCheck.check(snapshot)).isEmpty();
        assertThat(PolicyPrompts.check(snapshot)).isEmpty();
    }

    private static List<Integer> ids(Tokenizer tokenizer, String text) {
        return text.isEmpty() ? List.of() : IntStream.of(tokenizer.encode(text)).boxed().toList();
    }
}
