package dev.maestro.workflows.query;

import static dev.maestro.workflows.query.ScriptedQuery.failure;
import static dev.maestro.workflows.query.ScriptedQuery.replied;

import dev.maestro.policy.Action;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.Eventually;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * Writes a history of each kind of query under {@code src/test/resources/histories/QueryWorkflow}, named by
 * version and case. Run by hand when a workflow change adds a kind of history; never to make a failing
 * replay pass. Argument: the version, e.g. {@code 0.1.0}.
 */
public final class HistoryRecorder {
    private static final Limits LIMITS = new Limits(3, 10_000, 10_000, 600_000);
    private static final Action CALL = new Action.Call("Chart-R1", "Chart_Problem_Solver", "what is the highest bar?");
    private static final Action ANSWER = new Action.Answer("42");
    private static final String EVIDENCE_PLAN = """
            {"steps": [{"id": "text", "kind": "read_text", "capability": "ocr"},
                       {"id": "objects", "kind": "detect", "capability": "detect", "parser": "boxes"},
                       {"id": "answer", "kind": "ask", "prompt": "p", "needs": ["text", "objects"]}],
             "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}""";

    private final Path folder;
    private final String version;
    private final String only;

    private HistoryRecorder(Path folder, String version, String only) {
        this.folder = folder;
        this.version = version;
        this.only = only;
    }

    /** {@code args}: the version, and, to record but one of them, the name of the history. */
    public static void main(String[] args) throws IOException {
        new HistoryRecorder(Files.createDirectories(Path.of("src/test/resources/histories/QueryWorkflow")), args[0],
                args.length > 1 ? args[1] : "")
                .recordAll();
    }

    private void recordAll() throws IOException {
        record("short-steps", new ScriptedQuery().decides(CALL, ANSWER), (_, _) -> {});
        record("long-steps", new ScriptedQuery().decides(CALL, ANSWER).expecting(60_000), (_, _) -> {});
        record("parallel-evidence", new ScriptedQuery().decides(CALL, ANSWER).plan(EVIDENCE_PLAN).expecting(60_000), (_, _) -> {});
        record("fallback", new ScriptedQuery().decides(CALL, ANSWER).experts("Chart-R1", "Other").step("answer", r -> {
            if (r.expert().equals("Chart-R1")) {
                throw failure("EXPERT_UNREACHABLE");
            }
            return replied(r, "ok");
        }), (_, _) -> {});
        record("refused-and-invalid", new ScriptedQuery().decides(
                new Action.Call("Chart-R1", "Unknown", "x"), new Action.Invalid("NO_ACTION", "write a call or an answer"), ANSWER),
                (_, _) -> {});
        record("turns-exhausted", new ScriptedQuery().decides(CALL), (_, _) -> {});
        record("retry", new ScriptedQuery().afterTurns(ScriptedQuery.EVIDENCE_BEFORE)
                .decides(CALL, ANSWER), (_, _) -> {});
        record("approved", new ScriptedQuery().decides(CALL, ANSWER).needingApproval("Chart-R1"), (stub, _) -> {
            until(stub, "awaiting_approval");
            stub.signal("approve", new QueryWorkflow.Approval("Chart-R1", true, "anna"));
        });
        record("approval-recorded", new ScriptedQuery().decides(CALL, ANSWER).needingApproval("Chart-R1"), (stub, _) -> {
            until(stub, "awaiting_approval");
            stub.signal("approve", new QueryWorkflow.Approval("Chart-R1", true, "anna"));
        });
        record("denied", new ScriptedQuery().decides(CALL, ANSWER).needingApproval("Chart-R1"), (stub, _) -> {
            until(stub, "awaiting_approval");
            stub.signal("approve", new QueryWorkflow.Approval("Chart-R1", false, "anna"));
        });
        record("cancelled", new ScriptedQuery().decides(CALL, ANSWER).needingApproval("Chart-R1"), (stub, _) -> {
            until(stub, "awaiting_approval");
            stub.cancel();
        });
        CountDownLatch go = new CountDownLatch(1);
        record("paused-and-resumed", new ScriptedQuery().decides(CALL, ANSWER).expecting(60_000).step("answer", r -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return replied(r, "ok");
        }), (stub, _) -> {
            stub.signal("pause", "anna");
            go.countDown();
            until(stub, "paused");
            stub.signal("resume", "anna");
        });
    }

    private void record(String name, ScriptedQuery script, BiConsumer<WorkflowStub, TestStage> meanwhile) throws IOException {
        if (!only.isEmpty() && !only.equals(name)) {
            return;
        }
        try (TestStage stage = new TestStage(script)) {
            WorkflowStub stub = stage.submit(TestStage.input(LIMITS));
            meanwhile.accept(stub, stage);
            try {
                stub.getResult(QueryResult.class);
            } catch (WorkflowFailedException e) {
                System.out.println(name + " ended as " + e.getCause().getClass().getSimpleName());
            }
            String json = stage.environment().getWorkflowClient().fetchHistory(QueryStart.workflowId(TestStage.QUERY)).toJson(true);
            Files.writeString(folder.resolve(version + "-" + name + ".json"), json);
        }
    }

    private static void until(WorkflowStub stub, String status) {
        Eventually.that("it is " + status, () -> stub.query("state", QueryState.class).status().wire().equals(status));
    }
}
