package dev.maestro.workflows.evaluation;

import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.query.HistoryRecorder;
import dev.maestro.workflows.query.QueryStart;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Writes a history of each kind of evaluation under {@code src/test/resources/histories/EvaluationWorkflow}; run by
 * hand as {@link HistoryRecorder} is. Argument: the version, e.g. {@code 0.1.0}.
 */
final class EvaluationHistoryRecorder {
    private EvaluationHistoryRecorder() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of("src/test/resources/histories/EvaluationWorkflow"));
        try (EvaluationStage stage = new EvaluationStage(5, Duration.ZERO)) {
            WorkflowStub stub = stage.start(2, 100);
            stub.getResult(EvaluationProgress.class);
            write(folder, args[0] + "-finished", stage.chain(stub).getFirst());
        }
        try (EvaluationStage stage = new EvaluationStage(6, Duration.ofSeconds(-1))) {
            WorkflowStub stub = stage.start(4, 4);
            Eventually.that("queries are asked", () -> stage.asked.size() == 4);
            Eventually.that("queries are waited for", () -> stage.awaited.get() == 4);
            release(stage);
            stub.getResult(EvaluationProgress.class);
            List<WorkflowExecutionHistory> chain = stage.chain(stub);
            write(folder, args[0] + "-handed-over", chain.getFirst());
            write(folder, args[0] + "-taken-over", chain.getLast());
        }
        try (EvaluationStage stage = new EvaluationStage(6, Duration.ofSeconds(-1))) {
            WorkflowStub stub = stage.start(2, 100);
            Eventually.that("queries are asked", () -> stage.asked.size() == 2);
            stub.signal("pause", "anna");
            Eventually.that("the evaluation is paused", () -> stage.progress().status() == EvaluationStatus.PAUSED);
            stub.update("concurrency", EvaluationProgress.class, 3);
            release(stage);
            Eventually.that("what was under way is recorded", () -> stage.recorded.size() == 2);
            stub.signal("resume", "anna");
            stub.getResult(EvaluationProgress.class);
            write(folder, args[0] + "-paused-and-resumed", stage.chain(stub).getFirst());
        }
        try (EvaluationStage stage = new EvaluationStage(6, Duration.ofSeconds(-1))) {
            WorkflowStub stub = stage.start(2, 100);
            Eventually.that("queries are asked", () -> stage.asked.size() == 2);
            stub.cancel();
            try {
                stub.getResult(EvaluationProgress.class);
            } catch (WorkflowFailedException e) {
                System.out.println("cancelled, as it should be");
            }
            write(folder, args[0] + "-cancelled", stage.chain(stub).getFirst());
        }
        System.exit(0);
    }

    private static void release(EvaluationStage stage) {
        stage.hold.countDown();
        stage.asked.keySet().forEach(id -> stage.client().newUntypedWorkflowStub(QueryStart.workflowId(id.substring(0, id.indexOf('#'))))
                .signal("resume", "the recorder"));
    }

    private static void write(Path folder, String name, WorkflowExecutionHistory history) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), history.toJson(true));
    }
}
