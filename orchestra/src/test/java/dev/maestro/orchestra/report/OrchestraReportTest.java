package dev.maestro.orchestra.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.orchestra.play.Baselines;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.OrchestraPolicy;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrchestraReportTest {
    private final OrchestraWorld world = new OrchestraWorld(3);
    private final List<OrchestraTask> tasks = world.tasks(OrchestraSplit.SEEN, 0, 600, TaskOptions.STANDARD.withPrice(PriceWeight.FREE));

    private OrchestraFigures figures(OrchestraPolicy policy) {
        return OrchestraFigures.of(tasks.stream().map(task -> Play.of(task, policy)).toList());
    }

    @Test
    void the_oracle_regrets_nothing_and_begins_right() {
        OrchestraFigures oracle = figures(Baselines.of(Baselines.ORACLE, 0));
        assertThat(oracle.tasks()).isEqualTo(600);
        assertThat(oracle.regret().value()).isZero();
        assertThat(oracle.firstSkill().value()).isEqualTo(1);
        assertThat(oracle.firstExpert().value()).as("at no price the best is asked").isEqualTo(1);
        assertThat(oracle.againAfterSure().value()).as("the second step is not asking again").isZero();
        assertThat(oracle.againAfterDoubt().value()).as("but for a second doubtful reading, with which it goes on").isBetween(0.95, 1.0);
        assertThat(oracle.twoStep().count()).isEqualTo(tasks.stream().filter(task -> task.operation().isTwoStep()).count());
        assertThat(oracle.accuracy().value()).isStrictlyBetween(oracle.accuracy().low(), oracle.accuracy().high());
    }

    @Test
    void regret_is_taken_task_by_task() {
        OrchestraFigures rules = figures(Baselines.of(Baselines.RULES, 0));
        OrchestraFigures oracle = figures(Baselines.of(Baselines.ORACLE, 0));
        assertThat(rules.regret().value()).isCloseTo(oracle.reward().value() - rules.reward().value(), within(1e-9));
        assertThat(rules.reward().value()).as("free").isEqualTo(rules.accuracy().value());
    }

    @Test
    void a_policy_that_always_asks_the_same_slot_has_no_entropy() {
        OrchestraFigures stubborn = figures((task, history) -> history.isEmpty()
                ? new Move.Call(2, task.panel().skillFor(Operation.READ), Optional.empty())
                : new Move.Answer(history.getFirst().value()));
        assertThat(stubborn.slots()).isEqualTo(new MeasuredShares(new MeasuredValue(600, 0, 0, 0), "3", MeasuredValue.share(600, 600)));
        assertThat(stubborn.skills().largest()).isEqualTo("read");
        assertThat(stubborn.skillSlots().entropyBits().value()).isBetween(1.9, 2.0);
        assertThat(stubborn.calls().value()).isEqualTo(1);
        assertThat(stubborn.againAfterDoubt().value()).isZero();
        assertThat(stubborn.againAfterSure().count() + stubborn.againAfterDoubt().count()).isEqualTo(600);
    }

    @Test
    void a_policy_that_asks_to_the_end_asks_again_after_everything() {
        OrchestraFigures endless = figures((_, history) -> new Move.Call(history.size(), 0, Optional.empty()));
        assertThat(endless.calls().value()).isEqualTo(3);
        assertThat(endless.againAfterSure().value()).isEqualTo(1);
        assertThat(endless.againAfterDoubt().value()).isEqualTo(1);
        assertThat(endless.againAfterSure().count() + endless.againAfterDoubt().count()).as("third replies left out").isEqualTo(1200);
        assertThat(endless.slots().entropyBits().value()).isCloseTo(Math.log(3) / Math.log(2), within(1e-9));
        assertThat(endless.slots().largestShare().value()).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void nothing_played_measures_nothing() {
        OrchestraFigures none = OrchestraFigures.of(List.of());
        assertThat(none.accuracy()).isEqualTo(new MeasuredValue(0, 0, 0, 1));
        assertThat(none.experts().largest()).isEmpty();
    }

    @Test
    void the_same_tasks_are_played_at_each_price_and_the_table_has_a_row_for_each() {
        OrchestraPolicy oracle = Baselines.of(Baselines.ORACLE, 0);
        OrchestraReport report = OrchestraReport.measure("oracle", given -> given.stream().map(task -> Play.of(task, oracle)).toList(),
                world,
                List.of(OrchestraSplit.SEEN, OrchestraSplit.OOD), List.of(PriceWeight.FREE, PriceWeight.TIGHT), 50, TaskOptions.STANDARD);
        assertThat(report.cells()).extracting(cell -> cell.split() + " " + cell.price()).containsExactly("SEEN FREE", "SEEN TIGHT",
                "OOD FREE", "OOD TIGHT");
        assertThat(report.cells().get(1).figures().cost().value()).isLessThan(report.cells().getFirst().figures().cost().value());
        List<String> lines = ReportTable.lines(report);
        assertThat(lines.getFirst()).contains("policy oracle", "seed 3", "50 tasks");
        assertThat(lines).hasSize(1 + 3 * (2 + 4)).filteredOn(line -> line.startsWith("ood    tight")).hasSize(3);
        List<PlayedTask> played = tasks.stream().map(task -> Play.of(task, oracle)).toList();
        assertThat(OrchestraFigures.of(played)).as("seeded bootstrap").isEqualTo(OrchestraFigures.of(played));
    }
}
