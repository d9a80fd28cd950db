package dev.maestro.workflows.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationEvent;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.workflows.client.EvaluationKeeper;
import dev.maestro.workflows.client.TemporalEvaluations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("workflow")
@Tag("database")
@Timeout(120)
class EvaluationKeeperTest {
    private static final Instant AT = Instant.parse("2026-05-04T03:02:01Z");

    @Test
    void an_evaluation_that_runs_by_its_record_and_whose_workflow_is_gone_is_found_and_goes_on() {
        try (Database database = TestDatabase.fresh(); EvaluationStage stage = new EvaluationStage(5, Duration.ofMillis(50))) {
            EvaluationStore store = new PostgresEvaluations(database.dataSource());
            store.create(new Evaluation(EvaluationStage.NAME, "numbers.jsonl", "sha256:0", Profile.DEFAULT, "rules", 3, List.of(), 1, 0, 1,
                    "strict", Limits.DEFAULT, 0, 4, Optional.empty(), AT));
            store.complete(EvaluationStage.NAME);
            store.event(EvaluationStage.NAME, EvaluationEvent.STARTED, "", AT);
            EvaluationKeeper keeper = new EvaluationKeeper(stage.client(), store);

            keeper.look();

            assertThat(stage.client().newUntypedWorkflowStub(TemporalEvaluations.workflowId(EvaluationStage.NAME))
                    .getResult(EvaluationProgress.class).status()).isEqualTo(EvaluationStatus.FINISHED);
            assertThat(stage.recorded).hasSize(5);

            store.event(EvaluationStage.NAME, EvaluationEvent.FINISHED, "", AT);
            stage.notes.clear();
            keeper.look();
            assertThat(stage.notes).as("one that has ended by its record is left alone").isEmpty();
        }
    }
}
