package dev.maestro.orchestra.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.HeardReply;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.text.TranscriptMachine.Due;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TranscriptMachineTest {
    private final OrchestraWorld world = new OrchestraWorld(9);

    @Test
    void a_driven_policy_writes_what_it_plays() {
        for (String name : Baselines.NAMES) {
            OrchestraPolicy policy = Baselines.of(name, 4);
            for (OrchestraTask task : world.tasks(OrchestraSplit.TRAIN, 0, 60, TaskOptions.STANDARD)) {
                TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.HEARD);
                StringBuilder written = new StringBuilder();
                while (machine.due() instanceof Due.Choice(String forced, var _, List<String> alternatives)) {
                    int chosen = machine.toward(policy.next(task, machine.history()));
                    written.append(forced).append(alternatives.get(chosen));
                    machine.choose(chosen);
                }
                written.append(machine.due().forced());
                assertThat(machine.played()).contains(Play.of(task, policy));
                assertThat(written).hasToString(machine.text()).hasToString(text(task, machine));
            }
        }
    }

    private static String text(OrchestraTask task, TranscriptMachine machine) {
        StringBuilder text = new StringBuilder();
        for (HeardReply heard : machine.history()) {
            text.append(ActionText.call(task.panel().experts().get(heard.call().expert()).name(),
                    task.panel().skills().get(heard.call().skill()).name(), heard.call().input()))
                    .append(ActionText.observation(heard.value(), heard.sure()));
        }
        return text.append(ActionText.answer(machine.played().orElseThrow().answer())).toString();
    }

    @Test
    void the_first_turn_is_a_call_of_the_question_and_the_fourth_an_answer() {
        OrchestraTask task = world.task(OrchestraSplit.TRAIN, 1, TaskOptions.STANDARD);
        TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.HEARD);
        List<String> decisions = new ArrayList<>();
        while (machine.due() instanceof Due.Choice choice) {
            decisions.add(choice.decision() + (choice.alternatives().size() > 2 ? "" : " " + choice.alternatives()));
            machine.choose(0);
        }
        String value = machine.history().getFirst().value();
        assertThat(decisions).as("no decision where there is one way: the same call always hears the same")
                .containsExactly("EXPERT", "SKILL", "GO_ON [<search>, <answer>]", "EXPERT", "SKILL", "INPUT [ it,  " + value + "]",
                        "GO_ON [<search>, <answer>]", "EXPERT", "SKILL", "INPUT [ it,  " + value + "]");
        assertThat(machine.text()).endsWith("</information><answer> " + value + "</answer>").startsWith("<search>"
                + task.panel().experts().getFirst().name() + "@@" + task.panel().skills().getFirst().name()
                + ": it</search><information> ");
    }

    @Test
    void any_value_can_be_offered_instead() {
        OrchestraTask task = world.task(OrchestraSplit.TRAIN, 1, TaskOptions.STANDARD);
        TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.ANY);
        machine.choose(0);
        machine.choose(0);
        assertThat(machine.due()).isInstanceOfSatisfying(Due.Choice.class, choice -> {
            assertThat(choice.decision()).isEqualTo(TurnDecision.INPUT);
            assertThat(choice.alternatives()).hasSize(25).startsWith(" it", " A");
        });
        machine.choose(2);
        assertThat(machine.history().getFirst().call().input()).contains("B");
        machine.choose(1);
        assertThat(machine.due()).isInstanceOfSatisfying(Due.Choice.class, choice -> assertThat(choice.alternatives()).hasSize(24));
        machine.choose(23);
        assertThat(machine.played().orElseThrow().answer()).isEqualTo("X");
    }

    @Test
    void a_trajectory_can_begin_behind_calls_already_made() {
        OrchestraTask task = world.task(OrchestraSplit.TRAIN, 2, TaskOptions.STANDARD);
        Move.Call call = new Move.Call(3, 1, Optional.empty());
        TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.HEARD, List.of(call));
        HeardReply heard = Play.heard(task, call);
        assertThat(machine.history()).containsExactly(heard);
        assertThat(machine.due()).isEqualTo(new Due.Choice(ActionText.call(task.panel().experts().get(3).name(),
                task.panel().skills().get(1).name(), Optional.empty()) + ActionText.observation(heard.value(), heard.sure()),
                TurnDecision.GO_ON, List.of("<search>", "<answer>")));
        TranscriptMachine last = new TranscriptMachine(task, OfferedValues.HEARD, List.of(call, call, call));
        assertThat(last.due()).isInstanceOf(Due.Over.class);
        assertThat(last.text()).endsWith("<answer> " + heard.value() + "</answer>");
    }

    @Test
    void alternatives_differ_in_their_first_token_whatever_is_drawn() {
        SeededDraws draws = SeededDraws.of("drive");
        OrchestraTokenizer tokenizer = OrchestraTokenizer.standard();
        for (OrchestraTask task : world.tasks(OrchestraSplit.OOD, 0, 100, TaskOptions.STANDARD)) {
            TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.ANY);
            while (machine.due() instanceof Due.Choice choice) {
                assertThat(choice.alternatives()).hasSizeGreaterThan(1);
                assertThat(choice.alternatives().stream().map(text -> switch (choice.decision()) {
                    case EXPERT, SKILL -> text.substring(0, 3);
                    case GO_ON, INPUT, ANSWER -> text;
                }).map(tokenizer::id)).doesNotHaveDuplicates().allMatch(OptionalInt::isPresent);
                machine.choose(draws.below(choice.alternatives().size()));
            }
            assertThat(machine.played()).isPresent();
        }
    }

    @Test
    void what_is_not_due_is_refused() {
        OrchestraTask task = world.task(OrchestraSplit.TRAIN, 1, TaskOptions.STANDARD);
        TranscriptMachine machine = new TranscriptMachine(task, OfferedValues.HEARD);
        assertThatThrownBy(() -> machine.choose(5)).hasMessageContaining("MOVE_INVALID: alternative 5").hasMessageContaining("5 are due");
        assertThatThrownBy(() -> machine.toward(new Move.Answer("A"))).hasMessageContaining("MOVE_INVALID: \" A\"");
        Move.Call call = new Move.Call(0, 0, Optional.empty());
        assertThatThrownBy(() -> new TranscriptMachine(task, OfferedValues.HEARD, List.of(call, call, call, call)))
                .hasMessageContaining("4 calls");
        TranscriptMachine over = new TranscriptMachine(task, OfferedValues.HEARD, List.of(call, call, call));
        assertThatThrownBy(() -> over.choose(0)).hasMessageContaining("the task is over");
    }
}
