package dev.maestro.training.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.text.Tokenizer;
import dev.maestro.orchestra.text.CheckpointFiles;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.orchestra.world.SimulatedExpert;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.training.orchestra.ReadingLevel.Kind;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadingDrillsTest {
    private static final OrchestraWorld WORLD = new OrchestraWorld(11);

    @TempDir
    Path folder;

    private static ReadingLevel level(Kind kind) {
        return new ReadingLevel(5, 4, kind, 0, 40, 0.9, 1, 1e-3);
    }

    private static Set<String> words(Stream<String> texts) {
        return texts.flatMap(text -> Stream.of(text.split("[^a-z]+"))).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }

    private static Set<String> words(boolean heldOut) {
        return words(Stream.concat(
                Arrays.stream(Operation.values())
                        .flatMap(o -> Stream.concat(o.wordings(heldOut).stream(), o.descriptions(heldOut).stream())),
                SimulatedExpert.templates(heldOut).stream()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void no_question_has_a_word_a_description_or_a_wording_that_is_held_out(Kind kind) {
        Set<String> heldOut = words(true);
        heldOut.removeAll(words(false));
        assertThat(heldOut).isNotEmpty();
        List<String> descriptions = Arrays.stream(Operation.values()).flatMap(o -> o.descriptions(true).stream()).toList();
        CheckpointFiles.write(folder, OrchestraRecipe.standard().shape(), OrchestraTokenizer.standard());
        try (Tokens tokens = Tokens.of(folder); Tokenizer tokenizer = Tokenizer.of(folder)) {
            SftBatch batch = new ReadingDrills(WORLD, tokens).batch(level(kind), SeededDraws.of("test", kind), 0, 0.5);
            for (SftBatch.Prompt prompt : batch.prompts()) {
                String panel = tokenizer.decode(prompt.ids(), false);
                assertThat(descriptions).noneMatch(held -> panel.contains(": " + held + "\n"));
                for (SftBatch.Response response : prompt.responses()) {
                    // What follows is written in every split: the turn's tags, names, and the input that stands for the question.
                    String asked = tokenizer.decode(response.ids(), false).split("<turn>")[0];
                    assertThat(words(Stream.of(asked))).as(asked).doesNotContainAnyElementsOf(heldOut);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_is_right_is_offered_and_something_else_is_too(Kind kind) {
        CheckpointFiles.write(folder, OrchestraRecipe.standard().shape(), OrchestraTokenizer.standard());
        try (Tokens tokens = Tokens.of(folder)) {
            SftBatch batch = new ReadingDrills(WORLD, tokens).batch(level(kind), SeededDraws.of("test", kind), 0, 0.5);
            List<Target> targets = batch.prompts().stream().flatMap(p -> p.responses().stream()).flatMap(r -> r.targets().stream())
                    .toList();

            assertThat(targets).hasSizeGreaterThan(300);
            assertThat(targets.stream().filter(t -> t.good().length < t.allowed().length).count()).isGreaterThan(280);
        }
    }

    @Test
    void a_question_in_any_order_has_no_word_that_is_held_out() {
        Set<String> heldOut = words(true);
        heldOut.removeAll(words(false));
        CheckpointFiles.write(folder, OrchestraRecipe.standard().shape(), OrchestraTokenizer.standard());
        try (Tokens tokens = Tokens.of(folder)) {
            ReadingDrills drills = new ReadingDrills(WORLD, tokens);
            SeededDraws draws = SeededDraws.of("salads");
            for (OrchestraTask task : WORLD.tasks(OrchestraSplit.TRAIN, 0, 300,
                    TaskOptions.STANDARD)) {
                assertThat(words(Stream.of(drills.salad(task.operation(), task.subject(), 0, draws)))).doesNotContainAnyElementsOf(heldOut);
            }
        }
    }
}
