package dev.maestro.workflows.worker;

import dev.maestro.activities.EvaluationActivities;
import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.StepActivities;
import dev.maestro.activities.TrainingNotes;
import dev.maestro.core.Resources;
import dev.maestro.workflows.evaluation.EvaluationWorkflowImpl;
import dev.maestro.workflows.query.QueryWorkflowImpl;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.training.TrainingWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A running worker, put together by a {@link WorkerAssembly}: polls the {@code maestro} queue for workflows and activities,
 * and, when it holds a model, the {@code policy} queue for decisions, and when it has a sandbox, the {@code sandbox} queue.
 * Threads are virtual; how much an expert may do at once is the expert's own limit.
 */
public final class MaestroWorker implements AutoCloseable {
    /** Queries whose state is kept in memory between their steps; the others are replayed when they go on. */
    private static final int CACHED_QUERIES = 600;
    /** A dead worker's cached queries go to another after this long. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(2);
    /** Cancellation reaches a heartbeating activity within this time. */
    private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);

    /** Loading classes on a busy machine takes longer than the second that the SDK allows a workflow thread. */
    private static final long DEADLOCK_AFTER_MS = 5_000;

    private final WorkerFactory factory;
    private final Supplier<WorkerFactory> fresh;
    private final WorkerOptions options;
    private final QueryActivities query;
    private final PolicyActivities policy;
    private final Resources resources;
    private Optional<WorkerFactory> deciding = Optional.empty();
    private boolean closed;

    private MaestroWorker(WorkerFactory factory, Supplier<WorkerFactory> fresh, WorkerOptions options, QueryActivities query,
            PolicyActivities policy, Resources resources) {
        this.factory = factory;
        this.fresh = fresh;
        this.options = options;
        this.query = query;
        this.policy = policy;
        this.resources = resources;
    }

    /**
     * @param client     uses {@link HistoryDataConverter}; the same client should submit, so that queries start eagerly
     * @param evaluation for a worker that runs evaluations, too
     * @param training   for a worker that decides what training runs do next; others train
     * @param decisions  how many decisions of its own model it takes at once; further ones wait in the queue, where another worker
     *                   finds them. 0: it holds no model
     * @param hasSandbox whether it can run programs: then it also takes the steps that a worker without a sandbox refused
     * @param guard      for a worker whose death shall be seen by those that follow
     * @param resources  closed after the worker
     */
    static MaestroWorker start(
            WorkflowClient client, QueryActivities query, PolicyActivities policy, StepActivities step,
            Optional<EvaluationActivities> evaluation, Optional<TrainingNotes> training, int decisions,
            boolean hasSandbox, Optional<PoisonGuard> guard, Resources resources) {
        WorkerInterceptor[] interceptors = Stream.concat(Stream.of(new DefectInterceptor()), guard.stream().map(PoisonInterceptor::new))
                .toArray(WorkerInterceptor[]::new);
        Supplier<WorkerFactory> fresh = () -> WorkerFactory.newInstance(client, WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(CACHED_QUERIES)
                .setWorkerInterceptors(interceptors)
                .build());
        WorkerFactory factory = fresh.get();
        WorkerOptions options = WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_AFTER_MS)
                .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                .build();
        Worker worker = factory.newWorker(TaskQueues.QUERIES, options);
        worker.registerWorkflowImplementationTypes(QueryWorkflowImpl.class);
        worker.registerActivitiesImplementations(query, policy, step);
        if (hasSandbox) {
            factory.newWorker(TaskQueues.SANDBOX, options).registerActivitiesImplementations(step);
        }
        evaluation.ifPresent(activities -> {
            Worker evaluating = factory.newWorker(TaskQueues.EVALUATIONS, WorkerOptions.newBuilder(options)
                    // Queries that a run of an evaluation left to the next are waited for here, each by an activity that does nothing else.
                    .setMaxConcurrentActivityExecutionSize(2 * EvaluationWorkflowImpl.MOST_CONCURRENCY)
                    .build());
            evaluating.registerWorkflowImplementationTypes(EvaluationWorkflowImpl.class);
            evaluating.registerActivitiesImplementations(activities);
        });
        training.ifPresent(notes -> {
            Worker deciding = factory.newWorker(TaskQueues.TRAINING_RUNS, options);
            deciding.registerWorkflowImplementationTypes(TrainingWorkflowImpl.class);
            deciding.registerActivitiesImplementations(notes);
        });
        MaestroWorker started = new MaestroWorker(factory, fresh, options, query, policy, resources);
        try {
            factory.start();
            started.decide(decisions);
        } catch (RuntimeException e) {
            started.stop();
            throw e;
        }
        return started;
    }

    /**
     * Takes decisions of a model of its own from now on, or no longer. What is under way ends, or, after 10 s, is left to another worker.
     *
     * @param most how many at once; 0: it holds no model. While it takes some, another number changes nothing
     */
    public synchronized void decide(int most) {
        if (most == 0) {
            deciding.ifPresent(MaestroWorker::end);
            deciding = Optional.empty();
        } else if (deciding.isEmpty() && !closed) {
            WorkerFactory more = fresh.get();
            more.newWorker(TaskQueues.POLICY, WorkerOptions.newBuilder(options).setMaxConcurrentActivityExecutionSize(most).build())
                    .registerActivitiesImplementations(query, policy);
            deciding = Optional.of(more);
            more.start();
        }
    }

    private static void end(WorkerFactory factory) {
        factory.shutdown();
        factory.awaitTermination(10, TimeUnit.SECONDS);
        factory.shutdownNow();
    }

    /**
     * Lets running activities end (10 s), then stops, and closes what the worker needed. What did not end is done again by
     * another worker.
     */
    @Override
    public void close() {
        stop();
        resources.close();
    }

    private synchronized void stop() {
        closed = true;
        deciding.ifPresent(WorkerFactory::shutdown);
        end(factory);
        deciding.ifPresent(MaestroWorker::end);
        deciding = Optional.empty();
    }
}
