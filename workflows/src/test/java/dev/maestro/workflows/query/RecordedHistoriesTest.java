package dev.maestro.workflows.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.workflows.evaluation.EvaluationWorkflowImpl;
import dev.maestro.workflows.testing.TemporalStage;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every history recorded from an earlier version replays on today's code. */
@Tag("replay")
class RecordedHistoriesTest {
    static List<Path> histories() throws IOException, URISyntaxException {
        return histories("QueryWorkflow");
    }

    static List<Path> evaluations() throws IOException, URISyntaxException {
        return histories("EvaluationWorkflow");
    }

    private static List<Path> histories(String workflow) throws IOException, URISyntaxException {
        Path folder = Path.of(RecordedHistoriesTest.class.getResource("/histories/" + workflow).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    @Test
    void there_is_a_recorded_history_of_each_kind_of_query() throws Exception {
        assertThat(histories()).extracting(f -> f.getFileName().toString().replaceFirst("^[0-9.]+-", "").replace(".json", ""))
                .contains("short-steps", "long-steps", "parallel-evidence", "fallback", "refused-and-invalid", "turns-exhausted", "retry",
                        "approved", "approval-recorded", "denied", "cancelled", "paused-and-resumed");
    }

    @ParameterizedTest
    @MethodSource("histories")
    void a_recorded_history_replays_on_todays_code(Path history) throws Exception {
        replay(history, QueryWorkflowImpl.class);
    }

    @Test
    void there_is_a_recorded_history_of_each_kind_of_evaluation() throws Exception {
        assertThat(evaluations()).extracting(f -> f.getFileName().toString().replaceFirst("^[0-9.]+-", "").replace(".json", ""))
                .contains("finished", "handed-over", "taken-over", "paused-and-resumed", "cancelled");
    }

    @ParameterizedTest
    @MethodSource("evaluations")
    void a_recorded_evaluation_replays_on_todays_code(Path history) throws Exception {
        replay(history, EvaluationWorkflowImpl.class);
    }

    @Test
    void a_change_that_would_break_running_queries_does_not_replay() throws Exception {
        Path history = histories().stream().filter(f -> f.toString().contains("long-steps")).findFirst().orElseThrow();
        assertThatThrownBy(() -> replay(history, ChangedWorkflow.class)).isInstanceOf(RuntimeException.class);
    }

    private static void replay(Path history, Class<?> implementation) throws Exception {
        try (TestWorkflowEnvironment environment = TemporalStage.skippingTime()) {
            Worker worker = environment.newWorker(TaskQueues.QUERIES);
            worker.registerWorkflowImplementationTypes(implementation);
            WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(Files.readString(history)), worker);
        }
    }

    /** What nobody may do: wait before anything else, without a guard. */
    public static final class ChangedWorkflow implements QueryWorkflow {
        @Override
        public QueryResult answer(QueryInput input) {
            Workflow.sleep(Duration.ofSeconds(1));
            throw new IllegalStateException("never reached in a replay that is refused");
        }

        @Override
        public QueryState state() {
            throw new IllegalStateException("not asked");
        }

        @Override
        public void pause(String by) {}

        @Override
        public void resume(String by) {}

        @Override
        public void approve(Approval approval) {}
    }
}
