package dev.maestro.workflows.evaluation;

import dev.maestro.activities.EvaluationActivities;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.DatabaseUnavailableException;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.workflows.client.TemporalEvaluations;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryStart;
import dev.maestro.workflows.query.QueryState;
import dev.maestro.workflows.query.QueryWorkflow;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.testing.TemporalStage;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * An evaluation without a database and without experts: samples are numbers, queries end by themselves, and
 * what is recorded is kept in a map. A sample whose number is divisible by ten fails.
 */
final class EvaluationStage implements EvaluationActivities, AutoCloseable {
    static final String NAME = "numbers";

    final Map<String, Integer> asked = new ConcurrentHashMap<>();
    final Map<String, RecordRequest> recorded = new ConcurrentHashMap<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    final AtomicInteger awaited = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final CountDownLatch hold;
    /** Calls of the record that meet no database. */
    final AtomicInteger outages = new AtomicInteger();
    /** Samples whose result cannot be recorded so many times. */
    final Map<Long, Integer> unrecordable = new ConcurrentHashMap<>();
    /** Samples whose query fails once for want of a server. */
    final Set<Long> withoutServer = ConcurrentHashMap.newKeySet();
    private final Set<String> unscored = ConcurrentHashMap.newKeySet();
    private final long samples;
    private final TestWorkflowEnvironment environment;
    private final WorkflowClient client;

    /** @param queryTime what each query takes; negative: until {@link #hold} opens */
    EvaluationStage(long samples, Duration queryTime) {
        this.samples = samples;
        this.hold = new CountDownLatch(queryTime.isNegative() ? 1 : 0);
        environment = TemporalStage.inRealTime();
        client = environment.getWorkflowClient();
        Worker evaluating = environment.newWorker(TaskQueues.EVALUATIONS, WorkerOptions.newBuilder().setUsingVirtualThreads(true).build());
        evaluating.registerWorkflowImplementationTypes(EvaluationWorkflowImpl.class);
        evaluating.registerActivitiesImplementations(this);
        Worker answering = environment.newWorker(TaskQueues.QUERIES);
        answering.registerWorkflowImplementationFactory(QueryWorkflow.class, () -> new Numbers(this, queryTime));
        environment.start();
    }

    /** A query that says its own number, or fails. */
    static final class Numbers implements QueryWorkflow {
        private final EvaluationStage stage;
        private final Duration time;
        private boolean letGo;

        Numbers(EvaluationStage stage, Duration time) {
            this.stage = stage;
            this.time = time;
        }

        @Override
        public QueryResult answer(QueryInput input) {
            stage.asked.merge(input.id() + "#" + input.run(), 1, Integer::sum);
            stage.most.accumulateAndGet(stage.running.incrementAndGet(), Math::max);
            try {
                if (time.isNegative()) {
                    boolean free = Workflow.sideEffect(Boolean.class, () -> stage.hold.getCount() == 0);
                    Workflow.await(() -> free || letGo);
                } else {
                    Workflow.sleep(time);
                }
            } catch (CanceledFailure e) {
                stage.cancelled.add(input.id());
                throw e;
            } finally {
                stage.running.decrementAndGet();
            }
            if (number(input.id()) % 10 == 0) {
                throw ApplicationFailure.newNonRetryableFailure("no answer", "TURNS_EXHAUSTED");
            }
            return new QueryResult(input.id(), QueryStatus.ANSWERED, Optional.of(input.question()), List.of(), List.of(), 1, "",
                    input.profile(),
                    input.policy(), "", 1, 0, 0, 0, "", "");
        }

        @Override
        public QueryState state() {
            throw new IllegalStateException("not asked");
        }

        @Override
        public void pause(String by) {}

        @Override
        public void resume(String by) {
            letGo = true;
        }

        @Override
        public void approve(Approval approval) {}
    }

    static long number(String queryId) {
        return Long.parseLong(queryId.split("-")[1]);
    }

    WorkflowStub start(int concurrency, int window) {
        return start(concurrency, window, List.of(), false);
    }

    WorkflowStub start(int concurrency, int window, List<EvaluationInput.Open> open, boolean paused) {
        WorkflowStub stub = client.newUntypedWorkflowStub("EvaluationWorkflow", WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.EVALUATIONS)
                .setWorkflowId(TemporalEvaluations.workflowId(NAME))
                .build());
        stub.start(new EvaluationInput(NAME, Profile.DEFAULT, "rules", Limits.DEFAULT, concurrency, samples, window, 1, -1, 0,
                new EvaluationInput.Tally(recorded.size(), 0, 0), open, paused));
        return stub;
    }

    EvaluationProgress progress() {
        return client.newUntypedWorkflowStub(TemporalEvaluations.workflowId(NAME)).query("progress", EvaluationProgress.class);
    }

    WorkflowClient client() {
        return client;
    }

    /** The histories of every run of the chain, first to last. */
    List<WorkflowExecutionHistory> chain(WorkflowStub first) {
        List<WorkflowExecutionHistory> histories = new ArrayList<>();
        String run = first.getExecution().getRunId();
        while (!run.isEmpty()) {
            WorkflowExecutionHistory history = client.fetchHistory(TemporalEvaluations.workflowId(NAME), run);
            histories.add(history);
            run = history.getLastEvent().getWorkflowExecutionContinuedAsNewEventAttributes().getNewExecutionRunId();
        }
        return histories;
    }

    @Override
    public NextSamples next(NextRequest request) {
        meetDatabase();
        List<Queued> queued = LongStream.range(request.afterIndex() + 1, samples)
                .filter(i -> !recorded.containsKey(Evaluation.queryId(NAME, i, 1))
                        || request.unscoredToo() && unscored.contains(Evaluation.queryId(NAME, i, 1)))
                .limit(request.most())
                .mapToObj(i -> new Queued(i, 1, Evaluation.queryId(NAME, i, 1), "say " + i, List.of(),
                        cancelled.contains(Evaluation.queryId(NAME, i, 1)) || unscored.contains(Evaluation.queryId(NAME, i, 1)) ? 1 : 0,
                        false))
                .toList();
        return new NextSamples(queued, queued.isEmpty() || queued.getLast().index() == samples - 1);
    }

    @Override
    public Recorded record(RecordRequest request) {
        meetDatabase();
        if (unrecordable.merge(request.index(), -1, Integer::sum) >= 0) {
            throw ApplicationFailure.newNonRetryableFailure("no result for the test", "DEFECT");
        }
        boolean replaces = unscored.remove(request.queryId());
        if (replaces) {
            recorded.remove(request.queryId());
        }
        if (withoutServer.remove(request.index())) {
            unscored.add(request.queryId());
            recorded.put(request.queryId(), request);
            return new Recorded(QueryStatus.FAILED, false, true, false);
        }
        if (recorded.putIfAbsent(request.queryId(), request) != null) {
            throw new IllegalStateException(request.queryId() + " was recorded twice");
        }
        boolean failed = request.index() % 10 == 0;
        return new Recorded(failed ? QueryStatus.FAILED : QueryStatus.ANSWERED, !failed && request.index() % 2 == 1, false, replaces);
    }

    private void meetDatabase() {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new DatabaseUnavailableException("away for the test", null);
        }
    }

    @Override
    public void note(EvaluationNote note) {
        notes.add(note.kind().wire());
    }

    @Override
    public boolean awaitQuery(String queryId) {
        awaited.incrementAndGet();
        try {
            client.newUntypedWorkflowStub(QueryStart.workflowId(queryId)).getResult(QueryResult.class);
        } catch (io.temporal.client.WorkflowFailedException e) {
            return true;
        } catch (io.temporal.client.WorkflowNotFoundException e) {
            return false;
        }
        return true;
    }

    @Override
    public void close() {
        TemporalStage.close(environment);
    }
}
