package dev.maestro.app;

import dev.maestro.app.stack.Endpoints;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.revisions.RevisionCheck;
import dev.maestro.workflows.HistoryDataConverter;
import dev.maestro.workflows.Queries;
import dev.maestro.workflows.TemporalQueries;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Puts the program together by constructors: the one place that knows every implementation. Thread-safe. */
public final class Wiring implements Services {
    private final Database database;
    private final QueryHistory history;
    private final Artifacts artifacts;
    private final RegistryStore registry;
    private final Optional<Connection> temporal;

    private record Connection(WorkflowServiceStubs stubs, WorkflowClient client, Queries queries) {}

    /** Connects to what runs at the endpoints; an empty Temporal address leaves queries out of reach. */
    public Wiring(Endpoints endpoints) {
        this.database = Database.connect(endpoints.database());
        this.history = new PostgresQueryHistory(database.dataSource());
        this.artifacts = new PostgresArtifacts(database.dataSource());
        this.registry = new RegistryStore(database.dataSource(), revisionCheck());
        this.temporal = endpoints.temporal().isEmpty() ? Optional.empty() : Optional.of(connect(endpoints, history));
    }

    private static Connection connect(Endpoints endpoints, QueryHistory history) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(endpoints.temporal()).build());
        WorkflowClient client = WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder()
                .setNamespace(endpoints.namespace())
                .setDataConverter(new HistoryDataConverter())
                .build());
        return new Connection(stubs, client, new TemporalQueries(client, history));
    }

    @Override
    public Migrations.Result migrate(Path operatorFolder) {
        return Migrations.migrate(database.dataSource(), Optional.of(operatorFolder).filter(Files::isDirectory), revisionCheck());
    }

    /** As {@link #migrate(Path)}, and says what ran and what was rejected. */
    public void migrate(Path operatorFolder, Progress progress) {
        Migrations.Result result = migrate(operatorFolder);
        result.operators().forEach(file -> progress.say("ran " + file));
        if (!result.problems().isEmpty()) {
            progress.say("REVISION_REJECTED: registry revision " + result.newest() + " does not serve, revision " + result.current() + " goes on:");
            result.problems().forEach(problem -> progress.say("  " + problem));
        }
    }

    /** Everything that must hold before a revision may serve. */
    private static RevisionCheck revisionCheck() {
        return RevisionCheck.NONE;
    }

    @Override
    public Queries queries() {
        return temporal.map(Connection::queries).orElseThrow(() -> new IllegalStateException("connected to the record only"));
    }

    @Override
    public boolean reachesQueries() {
        return temporal.isPresent();
    }

    @Override
    public QueryHistory history() {
        return history;
    }

    @Override
    public Artifacts artifacts() {
        return artifacts;
    }

    @Override
    public RegistryStore registry() {
        return registry;
    }

    /**
     * Waits until somebody answers queries.
     *
     * @return whether there was a worker in time
     */
    public boolean awaitWorkers(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!hasWorkers()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return true;
    }

    /** Whether a worker asked for work lately; the server remembers for some minutes. */
    boolean hasWorkers() {
        Connection connection = temporal.orElseThrow();
        return connection.stubs().blockingStub().describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                .setNamespace(connection.client().getOptions().getNamespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(TemporalQueries.TASK_QUEUE))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                .build()).getPollersCount() > 0;
    }

    @Override
    public void close() {
        temporal.ifPresent(connection -> {
            connection.stubs().shutdownNow();
            connection.stubs().awaitTermination(2, TimeUnit.SECONDS);
        });
        database.close();
    }
}
