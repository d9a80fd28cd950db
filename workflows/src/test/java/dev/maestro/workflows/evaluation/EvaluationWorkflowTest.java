package dev.maestro.workflows.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.registry.Profile;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryStart;
import dev.maestro.workflows.query.QueryWorkflow;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.HistoryDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("workflow")
class EvaluationWorkflowTest {
    private static final Duration A_MOMENT = Duration.ofMillis(50);
    private static final Duration UNTIL_LET_GO = Duration.ofSeconds(-1);

    private static String id(long sample) {
        return Evaluation.queryId(EvaluationStage.NAME, sample, 1);
    }

    @Test
    void every_sample_is_asked_once_and_recorded_once_with_so_many_at_a_time() {
        try (EvaluationStage stage = new EvaluationStage(60, A_MOMENT)) {
            EvaluationProgress end = stage.start(7, 1_000).getResult(EvaluationProgress.class);
            assertThat(end).isEqualTo(new EvaluationProgress(EvaluationStage.NAME, EvaluationStatus.FINISHED, 60, 60, 30, 6, 0, 7, 1));
            assertThat(stage.asked).hasSize(60).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
            assertThat(stage.recorded.keySet())
                    .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 60).mapToObj(EvaluationWorkflowTest::id).toList());
            assertThat(stage.most).hasValueBetween(2, 7);
            assertThat(stage.notes).containsExactly("started", "finished");
        }
    }

    @Test
    void thousands_of_samples_go_through_a_chain_of_runs_whose_histories_stay_small() {
        try (EvaluationStage stage = new EvaluationStage(1_500, Duration.ZERO)) {
            WorkflowStub first = stage.start(20, 250);
            assertThat(first.getResult(EvaluationProgress.class)).extracting(EvaluationProgress::done, EvaluationProgress::run)
                    .containsExactly(1_500L, 6);
            List<WorkflowExecutionHistory> chain = stage.chain(first);
            assertThat(chain).hasSize(6).allSatisfy(history -> {
                assertThat(history.getEvents().size()).as("events").isLessThan(5_000);
                assertThat(history.getHistory().getSerializedSize()).as("bytes").isLessThan(2_000_000);
            });
            assertThat(chain.getLast().getEvents().size()).as("the last is no longer than the second")
                    .isLessThan(chain.get(1).getEvents().size() * 3 / 2);
            assertThat(stage.recorded).hasSize(1_500);
            assertThat(stage.asked).hasSize(1_500).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void queries_that_outlast_their_run_are_waited_for_by_the_next_one_and_asked_once() {
        try (EvaluationStage stage = new EvaluationStage(6, UNTIL_LET_GO)) {
            WorkflowStub first = stage.start(4, 4);
            Eventually.that("queries are asked", () -> stage.asked.size() == 4);
            Eventually.that("queries are waited for", () -> stage.awaited.get() == 4);
            letGo(stage, 0, 6);
            EvaluationProgress end = first.getResult(EvaluationProgress.class);
            assertThat(end.done()).isEqualTo(6);
            assertThat(end.run()).isEqualTo(2);
            assertThat(stage.asked).hasSize(6).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
            assertThat(stage.recorded).hasSize(6);
        }
    }

    @Test
    void a_query_that_runs_already_is_waited_for_instead_of_asked_again() {
        try (EvaluationStage stage = new EvaluationStage(3, A_MOMENT)) {
            WorkflowClient.start(stage.client().newWorkflowStub(QueryWorkflow.class, WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.QUERIES).setWorkflowId(QueryStart.workflowId(id(1))).build())::answer,
                    new QueryInput(id(1), "say 1", List.of(), Profile.DEFAULT, "rules", Limits.DEFAULT, 0));
            assertThat(stage.start(3, 100).getResult(EvaluationProgress.class).done()).isEqualTo(3);
            assertThat(stage.asked).hasSize(3).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void samples_that_have_a_result_are_not_asked_again() {
        try (EvaluationStage stage = new EvaluationStage(5, A_MOMENT)) {
            stage.start(5, 100).getResult(EvaluationProgress.class);
            stage.asked.clear();
            assertThat(stage.start(5, 100).getResult(EvaluationProgress.class).done()).isEqualTo(5);
            assertThat(stage.asked).isEmpty();
        }
    }

    @Test
    void while_paused_no_query_starts_and_those_under_way_go_on() {
        try (EvaluationStage stage = new EvaluationStage(20, UNTIL_LET_GO)) {
            WorkflowStub stub = stage.start(4, 100);
            Eventually.that("queries are asked", () -> stage.asked.size() == 4);
            stub.signal("pause", "anna");
            Eventually.that("the evaluation is paused", () -> stage.progress().status() == EvaluationStatus.PAUSED);
            letGo(stage, 0, 20);
            Eventually.that("what was under way is recorded", () -> stage.recorded.size() == 4);
            assertThat(stage.progress()).extracting(EvaluationProgress::status, EvaluationProgress::running, EvaluationProgress::done)
                    .containsExactly(EvaluationStatus.PAUSED, 0, 4L);
            assertThat(stage.asked).hasSize(4);
            stub.signal("resume", "anna");
            assertThat(stub.getResult(EvaluationProgress.class).done()).isEqualTo(20);
            assertThat(stage.notes).containsExactly("started", "paused", "resumed", "finished");
        }
    }

    @Test
    void cancelling_stops_the_queries_under_way_and_what_was_stopped_is_asked_when_it_goes_on() {
        try (EvaluationStage stage = new EvaluationStage(8, UNTIL_LET_GO)) {
            WorkflowStub stub = stage.start(3, 100);
            Eventually.that("queries are asked", () -> stage.asked.size() == 3);
            stub.cancel();
            assertThatThrownBy(() -> stub.getResult(EvaluationProgress.class)).isInstanceOf(WorkflowFailedException.class)
                    .hasCauseInstanceOf(CanceledFailure.class);
            assertThat(stage.cancelled).containsExactlyInAnyOrder(id(0), id(1), id(2));
            assertThat(stage.recorded).isEmpty();
            assertThat(stage.notes).containsExactly("started", "cancelled");
            stage.hold.countDown();
            assertThat(stage.start(8, 100).getResult(EvaluationProgress.class).done()).isEqualTo(8);
            assertThat(stage.asked).containsKeys(id(0) + "#1", id(7) + "#0");
        }
    }

    @Test
    void the_number_of_queries_at_a_time_can_be_changed_while_it_runs() {
        try (EvaluationStage stage = new EvaluationStage(12, UNTIL_LET_GO)) {
            WorkflowStub stub = stage.start(2, 100);
            Eventually.that("queries are asked", () -> stage.asked.size() == 2);
            assertThat(stub.update("concurrency", EvaluationProgress.class, 5).concurrency()).isEqualTo(5);
            Eventually.that("queries are asked", () -> stage.asked.size() == 5);
            assertThatThrownBy(() -> stub.update("concurrency", EvaluationProgress.class, 0)).isInstanceOf(WorkflowUpdateException.class);
            letGo(stage, 0, 12);
            assertThat(stub.getResult(EvaluationProgress.class).done()).isEqualTo(12);
            assertThat(stage.most).hasValue(5);
        }
    }

    @Test
    void a_database_that_is_away_neither_ends_an_evaluation_nor_costs_it_a_result() {
        try (EvaluationStage stage = new EvaluationStage(12, A_MOMENT)) {
            stage.outages.set(8);
            EvaluationProgress end = stage.start(3, 100).getResult(EvaluationProgress.class);
            assertThat(end).extracting(EvaluationProgress::status, EvaluationProgress::done).containsExactly(EvaluationStatus.FINISHED,
                    12L);
            assertThat(stage.outages).hasValue(0);
            assertThat(stage.recorded).hasSize(12);
            assertThat(stage.asked).hasSize(12).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void a_sample_whose_result_was_lost_is_found_before_the_evaluation_ends() {
        try (EvaluationStage stage = new EvaluationStage(6, A_MOMENT)) {
            stage.unrecordable.put(2L, 1);
            stage.unrecordable.put(5L, 1);
            EvaluationProgress end = stage.start(3, 100).getResult(EvaluationProgress.class);
            assertThat(end).extracting(EvaluationProgress::status, EvaluationProgress::done).containsExactly(EvaluationStatus.FINISHED, 6L);
            assertThat(stage.recorded).hasSize(6);
            assertThat(stage.notes).containsExactly("started", "finished");
        }
    }

    @Test
    void an_evaluation_that_cannot_record_a_sample_fails_by_name_and_is_no_longer_running_by_its_record() {
        try (EvaluationStage stage = new EvaluationStage(4, A_MOMENT)) {
            stage.unrecordable.put(2L, 1_000);
            WorkflowStub stub = stage.start(3, 100);
            assertThatThrownBy(() -> stub.getResult(EvaluationProgress.class)).isInstanceOf(WorkflowFailedException.class)
                    .rootCause().hasMessageContaining(id(2)).hasMessageContaining("SAMPLES_WITHOUT_RESULT");
            assertThat(stage.recorded).hasSize(3);
            assertThat(stage.notes).containsExactly("started", "failed");
        }
    }

    @Test
    void while_queries_fail_for_want_of_a_server_no_more_start_and_those_are_asked_again_and_their_results_replaced() {
        try (EvaluationStage stage = new EvaluationStage(4, A_MOMENT)) {
            stage.withoutServer.add(0L);
            WorkflowStub stub = stage.start(1, 100);
            Eventually.that("its result is recorded", () -> stage.recorded.containsKey(id(0)));
            assertThat(stage.asked).as("held back").doesNotContainKey(id(1) + "#0");
            EvaluationProgress end = stub.getResult(EvaluationProgress.class);
            assertThat(end)
                    .extracting(EvaluationProgress::status, EvaluationProgress::done, EvaluationProgress::failed, EvaluationProgress::right)
                    .containsExactly(EvaluationStatus.FINISHED, 4L, 1L, 2L);
            assertThat(stage.asked).containsKeys(id(0) + "#0", id(0) + "#1").hasSize(5);
        }
    }

    @Test
    void hundreds_of_open_queries_fit_one_payload() {
        List<EvaluationInput.Open> open = LongStream.range(0, EvaluationWorkflowImpl.MOST_CONCURRENCY)
                .mapToObj(i -> new EvaluationInput.Open(99_999_000 + i, 64, 1_763_840_000_000L)).toList();
        EvaluationInput input = new EvaluationInput("x".repeat(40), Profile.REFERENCE, "remote", Limits.DEFAULT, 500, 100_000_000, 250, 400,
                99_999_999, 64,
                new EvaluationInput.Tally(1, 2, 3), open, true);
        assertThat(new HistoryDataConverter().toPayload(input)).isPresent();
    }

    /** Those that wait are told; those that start from now on do not wait. */
    private static void letGo(EvaluationStage stage, long from, long to) {
        stage.hold.countDown();
        LongStream.range(from, to).mapToObj(EvaluationWorkflowTest::id).filter(id -> stage.asked.containsKey(id + "#0"))
                .forEach(id -> letGo(stage, id));
    }

    private static void letGo(EvaluationStage stage, String id) {
        try {
            stage.client().newUntypedWorkflowStub(QueryStart.workflowId(id)).signal("resume", "the test");
        } catch (WorkflowNotFoundException e) {
            assertThat(e).as("it started after the others were let go, did not wait, and is over")
                    .hasRootCauseMessage("NOT_FOUND: Completed workflow");
        }
    }
}
