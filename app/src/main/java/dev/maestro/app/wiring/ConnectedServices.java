package dev.maestro.app.wiring;

import dev.maestro.app.admission.AdmissionReport;
import dev.maestro.app.admission.AdmissionRequest;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Notices;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.app.program.Version;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.experts.health.ExpertHealth;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.registry.access.ApiKeys;
import dev.maestro.registry.access.AuditLog;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.revisions.MigrationRefusedException;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.service.MaestroService;
import dev.maestro.service.health.HealthRoutes;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.Trainings;
import dev.maestro.workflows.query.TaskQueues;
import io.temporal.api.enums.v1.TaskQueueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The services of what runs at some endpoints: the record, the registry, and what goes through Temporal. Puts them together by
 * constructors. Thread-safe.
 */
public final class ConnectedServices implements Services {
    private final Endpoints endpoints;
    private final Database database;
    private final RecordStores stores;
    private final ServingRules rules = new ServingRules();
    private final RegistryStore registry;
    private @Nullable TemporalConnection connection;

    /**
     * Connects to what runs at the endpoints; an empty Temporal address leaves queries out of reach.
     *
     * @throws Problem {@code TEMPORAL_UNAVAILABLE} within some seconds
     */
    public ConnectedServices(Endpoints endpoints) {
        this(endpoints, true);
    }

    private ConnectedServices(Endpoints endpoints, boolean now) {
        this.endpoints = endpoints;
        this.database = Database.connect(endpoints.database());
        this.stores = RecordStores.in(database);
        this.registry = new RegistryStore(database.dataSource(), rules.check());
        if (now) {
            try {
                temporal();
            } catch (Problem e) {
                database.close();
                throw e;
            }
        }
    }

    /** For commands that read or change the record alone: Temporal is connected to when it is asked for, and may be down. */
    public static ConnectedServices toRecord(Endpoints endpoints) {
        return new ConnectedServices(endpoints, false);
    }

    /** @throws Problem {@code TEMPORAL_UNAVAILABLE} within some seconds */
    private synchronized Optional<TemporalConnection> temporal() {
        TemporalConnection made = connection;
        if (made == null && !endpoints.temporal().isEmpty()) {
            made = TemporalConnection.open(endpoints, stores);
            connection = made;
        }
        return Optional.ofNullable(made);
    }

    @Override
    public Migrations.Result migrate(Path operatorFolder) {
        return Migrations.migrate(database.dataSource(), Optional.of(operatorFolder).filter(Files::isDirectory), rules.check());
    }

    /**
     * As {@link #migrate(Path)}, and says what ran and what was rejected. A file of the operator's that is refused is said too,
     * and keeps nobody from what works: the last good revision goes on serving.
     */
    public void migrate(Path operatorFolder, Progress progress) {
        Migrations.Result result;
        try {
            result = migrate(operatorFolder);
        } catch (MigrationRefusedException e) {
            long serves = registry().current();
            if (serves == 0) {
                throw e;
            }
            progress.say(e.getMessage());
            progress.say("Revision " + serves + " goes on; once the file is mended: maestro registry migrate");
            return;
        }
        result.notes().forEach(progress::say);
        result.operators().forEach(file -> progress.say("ran " + file));
        if (!result.problems().isEmpty()) {
            progress.say(
                    Notices.REVISION_REJECTED + ": registry revision " + result.newest() + " does not serve, revision " + result.current()
                            + " goes on:");
            result.problems().forEach(problem -> progress.say("  " + problem));
        }
    }

    /**
     * Starts a worker in this process: embedded experts, model servers, rules, policies, and the model where one is set.
     *
     * @throws Problem when there is a model that cannot be loaded
     * @return stops it, with everything that belongs to it
     */
    public AutoCloseable startWorker(Configuration configuration, Map<String, String> environment) {
        return new WorkerWiring(temporal().orElseThrow().client(), stores, registry, database.config(), rules)
                .start(configuration, new Credentials(environment));
    }

    /**
     * Starts the HTTP service in this process.
     *
     * @throws dev.maestro.core.errors.MaestroException {@code ADDRESS_IN_USE}
     */
    public MaestroService startService(Configuration configuration) {
        return MaestroService.start(new MaestroService.Parts(database.dataSource(), history(), artifacts(), registry, evaluationStore(),
                queries(), evaluations(), configuration.policy().name(), configuration.profile(), configuration.limits(),
                () -> served(configuration), readiness(),
                Version.CURRENT), configuration.http());
    }

    /** Policies that a worker can serve now. */
    private Set<String> served(Configuration configuration) {
        Set<String> served = new HashSet<>();
        if (hasWorkers()) {
            served.add("rules");
            configuration.policy().remote().ifPresent(_ -> served.add("remote"));
        }
        if (modelIsHeld()) {
            served.add("local");
        }
        return served;
    }

    /** What must be so for a query to be answered. */
    private List<HealthRoutes.Check> readiness() {
        return List.of(
                new HealthRoutes.Check("database", () -> {
                    history().query("none");
                    return "answers";
                }),
                new HealthRoutes.Check("registry", () -> {
                    long current = registry.current();
                    if (current == 0) {
                        throw new IllegalStateException("no revision serves");
                    }
                    return "revision " + current;
                }),
                new HealthRoutes.Check("workers", () -> {
                    if (!hasWorkers()) {
                        throw new IllegalStateException("no worker asks for work");
                    }
                    return "there are some" + (modelIsHeld() ? ", also with a model" : "");
                }));
    }

    /** The keys of the HTTP service. */
    public ApiKeys apiKeys() {
        return new ApiKeys(database.dataSource());
    }

    /**
     * Trains in this process: takes chunks of training runs.
     *
     * @throws Problem {@code MODEL_SUPPORT_MISSING}
     * @return stops it when the step under way is done
     */
    public AutoCloseable startTrainer(Configuration configuration, Map<String, String> environment) {
        return new TrainerWiring(temporal().orElseThrow().client(), stores, registry, rules)
                .start(configuration, new Credentials(environment));
    }

    @Override
    public List<ExpertHealth> expertHealth(Map<String, String> environment) {
        return inspection().health(new Credentials(environment));
    }

    @Override
    public AdmissionReport admit(AdmissionRequest request, Map<String, String> environment, Progress progress) {
        return inspection().admit(request, new Credentials(environment), progress);
    }

    private ExpertInspection inspection() {
        return new ExpertInspection(registry, rules.check(), database.dataSource());
    }

    @Override
    public boolean endsWithCommand() {
        return false;
    }

    @Override
    public boolean reachesQueries() {
        try {
            return temporal().isPresent();
        } catch (Problem _) {
            return false;
        }
    }

    private TemporalConnection reached() {
        return temporal().orElseThrow(() -> new IllegalStateException("connected to the record only"));
    }

    @Override
    public Queries queries() {
        return reached().queries();
    }

    @Override
    public Evaluations evaluations() {
        return reached().evaluations();
    }

    @Override
    public Trainings trainings() {
        return reached().trainings();
    }

    @Override
    public EvaluationStore evaluationStore() {
        return stores.evaluations();
    }

    @Override
    public TrainingStore trainingStore() {
        return stores.trainings();
    }

    @Override
    public QueryHistory history() {
        return stores.history();
    }

    @Override
    public Artifacts artifacts() {
        return stores.artifacts();
    }

    @Override
    public RegistryStore registry() {
        return registry;
    }

    @Override
    public AuditLog audit() {
        return new AuditLog(database.dataSource());
    }

    @Override
    public Endpoints endpoints() {
        return endpoints;
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
        return reached().isPolled(TaskQueues.QUERIES, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW);
    }

    @Override
    public boolean modelIsHeld() {
        return reached().isPolled(TaskQueues.POLICY, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
    }

    @Override
    public void close() {
        TemporalConnection made;
        synchronized (this) {
            made = connection;
        }
        if (made != null) {
            made.close();
        }
        database.close();
    }
}
