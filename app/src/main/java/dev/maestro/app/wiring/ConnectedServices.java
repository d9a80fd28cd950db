package dev.maestro.app.wiring;

import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.HeldPolicies;
import dev.maestro.activities.policy.Policies;
import dev.maestro.activities.sandbox.LinuxSandbox;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.activities.sandbox.SandboxLimits;
import dev.maestro.app.admission.Admission;
import dev.maestro.app.admission.AdmissionReport;
import dev.maestro.app.admission.AdmissionRequest;
import dev.maestro.app.admission.ProposedChange;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Notices;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.app.program.Version;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.temporal.ServerGreeting;
import dev.maestro.core.Image;
import dev.maestro.core.Resources;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.drawings.BarChartGenerator;
import dev.maestro.drawings.CircledLetterGenerator;
import dev.maestro.drawings.CoinsGenerator;
import dev.maestro.drawings.DrawingGenerators;
import dev.maestro.drawings.GridGenerator;
import dev.maestro.drawings.LineChartGenerator;
import dev.maestro.drawings.LinesGenerator;
import dev.maestro.drawings.PathsGenerator;
import dev.maestro.drawings.PieChartGenerator;
import dev.maestro.drawings.ReceiptGenerator;
import dev.maestro.drawings.ShapesGenerator;
import dev.maestro.drawings.SignGenerator;
import dev.maestro.drawings.TwoCirclesGenerator;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.Experts;
import dev.maestro.experts.health.ExpertHealth;
import dev.maestro.experts.health.HealthMonitor;
import dev.maestro.experts.openai.ChatClient;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.experts.openai.OpenAiExpertClient;
import dev.maestro.http.HttpExchanges;
import dev.maestro.images.ImageFetch;
import dev.maestro.images.ImageLook;
import dev.maestro.policy.ImageFacts;
import dev.maestro.policy.Policy;
import dev.maestro.policy.baseline.RulesPolicy;
import dev.maestro.policy.protocol.PolicyPrompts;
import dev.maestro.policy.remote.RemotePolicy;
import dev.maestro.registry.access.ApiKeys;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.PostgresLedger;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.registry.revisions.RegistryFollower;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.routing.Language;
import dev.maestro.routing.terms.NameResolver;
import dev.maestro.rules.RuleSets;
import dev.maestro.scoring.ReferenceScorer;
import dev.maestro.scoring.Scorer;
import dev.maestro.scoring.StrictScorer;
import dev.maestro.service.MaestroService;
import dev.maestro.service.health.HealthRoutes;
import dev.maestro.skills.prompts.PlanCheck;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.TemporalEvaluations;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.client.TemporalTrainings;
import dev.maestro.workflows.client.Trainings;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.HistoryDataConverter;
import dev.maestro.workflows.worker.MaestroWorker;
import dev.maestro.workflows.worker.TrainerServices;
import dev.maestro.workflows.worker.WorkerAssembly;
import io.temporal.api.enums.v1.QueryRejectCondition;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the program together by constructors: the one place that knows every implementation, but those that it finds on
 * the class path. Thread-safe.
 */
public final class ConnectedServices implements Services {
    /** Servers that died are noticed within this time, at the cost of one small request each. */
    private static final Duration HEALTH_EVERY = Duration.ofSeconds(10);

    private final Database database;
    private final QueryHistory history;
    private final Artifacts artifacts;
    private final EvaluationStore evaluations;
    private final RegistryStore registry;
    private final TrainingStore trainings;
    private final Endpoints endpoints;
    private final Optional<Connection> temporal;
    private @Nullable RuleSets rules;

    private record Connection(WorkflowServiceStubs stubs, WorkflowClient client, Queries queries, Evaluations running,
            Trainings training) {}

    /**
     * Connects to what runs at the endpoints; an empty Temporal address leaves queries out of reach.
     *
     * @throws Problem {@code TEMPORAL_UNAVAILABLE} within some seconds
     */
    public ConnectedServices(Endpoints endpoints) {
        this.database = Database.connect(endpoints.database());
        this.history = new PostgresQueryHistory(database.dataSource());
        this.artifacts = new PostgresArtifacts(database.dataSource());
        this.evaluations = new PostgresEvaluations(database.dataSource());
        this.trainings = new PostgresTraining(database.dataSource());
        this.endpoints = endpoints;
        this.registry = new RegistryStore(database.dataSource(), revisionCheck());
        try {
            this.temporal = endpoints.temporal().isEmpty() ? Optional.empty() : Optional.of(connect(endpoints, history, evaluations));
        } catch (Problem e) {
            database.close();
            throw e;
        }
    }

    private static Connection connect(Endpoints endpoints, QueryHistory history, EvaluationStore evaluations) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs
                .newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(endpoints.temporal()).build());
        try {
            ServerGreeting.require(stubs, endpoints.temporal());
        } catch (Problem e) {
            stubs.shutdownNow();
            throw e;
        }
        WorkflowClient client = WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder()
                .setNamespace(endpoints.namespace())
                .setDataConverter(new HistoryDataConverter())
                // An ended query still tells its state.
                .setQueryRejectCondition(QueryRejectCondition.QUERY_REJECT_CONDITION_NONE)
                .build());
        return new Connection(stubs, client, new TemporalQueries(client, history), new TemporalEvaluations(client, evaluations),
                new TemporalTrainings(client));
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
            progress.say(
                    Notices.REVISION_REJECTED + ": registry revision " + result.newest() + " does not serve, revision " + result.current()
                            + " goes on:");
            result.problems().forEach(problem -> progress.say("  " + problem));
        }
    }

    /** Everything that must hold before a revision may serve. The rule engine is loaded when first asked. */
    private RevisionCheck revisionCheck() {
        RevisionCheck rows = snapshot -> rules().check(snapshot);
        return rows.and(PlanCheck::check).and(PolicyPrompts::check);
    }

    private synchronized RuleSets rules() {
        RuleSets made = rules;
        if (made == null) {
            made = new RuleSets(Language.find());
            rules = made;
        }
        return made;
    }

    /**
     * Starts a worker in this process: embedded experts, model servers, rules, policies, and the model where one is set.
     *
     * @throws Problem when there is a model that cannot be loaded
     * @return stops it, with everything that belongs to it
     */
    public AutoCloseable startWorker(Configuration configuration, Map<String, String> environment) {
        Connection connection = temporal.orElseThrow();
        Stores stores = new Stores(history, artifacts, new PostgresLedger(database.dataSource()));
        Credentials credentials = new Credentials(environment);
        Resources resources = new Resources();
        try {
            // First: a model that cannot be loaded leaves nothing behind that runs.
            ServedCheckpoints model = resources.keep(ServedCheckpoints.load(configuration, trainings, history));
            ExecutorService computing = Executors.newFixedThreadPool(
                    Runtime.getRuntime().availableProcessors(), Thread.ofPlatform().name("embedded-expert-", 1).daemon().factory());
            resources.onClose(computing::shutdownNow);
            HttpExchanges http = resources.keep(new HttpExchanges());
            RegistryFollower follower = resources.keep(
                    RegistryFollower.start(registry, database.config(), snapshot -> rules().forSnapshot(snapshot)));
            ChatClient chat = new ChatClient(http, credentials);
            int threads = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
            Experts experts = new Experts(new OpenAiExpertClient(chat),
                    EmbeddedExpertProvider.all(threads).stream().map(expert -> new PlatformThreadExpert(expert, computing)).toList());
            HealthMonitor health = resources.keep(new HealthMonitor(() -> follower.serving().experts(), experts.implementations(), http,
                    credentials, HEALTH_EVERY));
            health.start();
            Sandbox sandbox = resources.keep(
                    LinuxSandbox.start(SandboxLimits.DEFAULT, Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));

            MaestroWorker worker = new WorkerAssembly(connection.client(), stores,
                    new ServedRegistry(registry, follower::serving, rules()), resources)
                    .policies(policies(configuration, chat, model))
                    .decisions(model.concurrent())
                    .experts(health.watching(experts))
                    .unavailable(health::unavailable)
                    .sandbox(sandbox)
                    .look(ConnectedServices::facts)
                    .evaluations(evaluations, ConnectedServices::scorers)
                    .trainings(trainings)
                    .start();
            model.follow(worker::decide);
            // Beside the first queries: most are routed by their words alone.
            Thread.ofPlatform().name("routing-examples").priority(Thread.MIN_PRIORITY).daemon()
                    .start(() -> rules().prepare(follower.serving()));
            return worker;
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    /**
     * Starts the HTTP service in this process.
     *
     * @throws dev.maestro.core.errors.MaestroException {@code ADDRESS_IN_USE}
     */
    public MaestroService startService(Configuration configuration) {
        return MaestroService.start(new MaestroService.Parts(database.dataSource(), history, artifacts, registry, evaluations, queries(),
                evaluations(), configuration.policy().name(),
                configuration.profile(), configuration.limits(), readiness(), Version.CURRENT), configuration.http());
    }

    /** What must be so for a query to be answered. */
    private List<HealthRoutes.Check> readiness() {
        return List.of(
                new HealthRoutes.Check("database", () -> {
                    history.query("none");
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

    /** The reference system's scorer reads names as its profile does, whatever the profile of the query. */
    private static List<Scorer> scorers(RegistrySnapshot snapshot) {
        return List.of(new ReferenceScorer(NameResolver.of(snapshot, Profile.REFERENCE)), new StrictScorer());
    }

    private static Policies policies(Configuration configuration, ChatClient chat, HeldPolicies model) {
        List<Policy> policies = new ArrayList<>(List.of(new RulesPolicy()));
        configuration.policy().remote().ifPresent(
                server -> policies.add(new RemotePolicy(new RemoteChat(chat, server), RemotePolicy.Settings.greedy(server.model()))));
        return new Policies(policies, Set.of(RulesPolicy.NAME), model);
    }

    private static ImageFacts facts(Image image) {
        ImageLook look = ImageLook.at(image);
        return new ImageFacts(look.kind().name().toLowerCase(Locale.ROOT), look.confidence(), look.textLines());
    }

    /** The generators whose images the demonstration asks about. */
    public DrawingGenerators drawings() {
        return generators();
    }

    /** Every generator of images this program holds. */
    public static DrawingGenerators generators() {
        return new DrawingGenerators(List.of(
                new BarChartGenerator(), new LineChartGenerator(), new PieChartGenerator(), new SignGenerator(), new ReceiptGenerator(),
                new ShapesGenerator(), new LinesGenerator(), new CoinsGenerator(), new TwoCirclesGenerator(), new PathsGenerator(),
                new CircledLetterGenerator(), new GridGenerator()));
    }

    @Override
    public List<ExpertHealth> expertHealth(Map<String, String> environment) {
        Experts embedded = new Experts(
                (request, _) -> ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, "only looked at"), EmbeddedExpertProvider.all(1));
        HttpExchanges http = new HttpExchanges();
        RegistrySnapshot snapshot = registry.at(registry.current());
        try (HealthMonitor monitor = new HealthMonitor(snapshot::experts, embedded.implementations(), http, new Credentials(environment),
                HEALTH_EVERY)) {
            return monitor.probeAll();
        } finally {
            http.close();
        }
    }

    @Override
    public AdmissionReport admit(AdmissionRequest request, Map<String, String> environment, Progress progress) {
        Credentials credentials = new Credentials(environment);
        HttpExchanges http = new HttpExchanges();
        try {
            Experts experts = new Experts(new OpenAiExpertClient(new ChatClient(http, credentials)), EmbeddedExpertProvider.all(1));
            Function<List<Expert>, List<ExpertHealth>> health = looked -> {
                try (HealthMonitor monitor = new HealthMonitor(() -> looked, experts.implementations(), http, credentials, HEALTH_EVERY)) {
                    return monitor.probeAll();
                }
            };
            return new Admission(experts, health, drawings(), new ImageFetch(http), registry::newest, progress)
                    .run(ProposedChange.of(request.change(), database.dataSource(), registry, revisionCheck()), request);
        } finally {
            http.close();
        }
    }

    @Override
    public boolean endsWithCommand() {
        return false;
    }

    @Override
    public Queries queries() {
        return temporal.map(Connection::queries).orElseThrow(() -> new IllegalStateException("connected to the record only"));
    }

    @Override
    public Evaluations evaluations() {
        return temporal.map(Connection::running).orElseThrow(() -> new IllegalStateException("connected to the record only"));
    }

    @Override
    public Trainings trainings() {
        return temporal.map(Connection::training).orElseThrow(() -> new IllegalStateException("connected to the record only"));
    }

    @Override
    public TrainingStore trainingStore() {
        return trainings;
    }

    @Override
    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * Trains in this process: takes chunks of training runs.
     *
     * @throws Problem {@code MODEL_SUPPORT_MISSING}
     * @return stops it when the step under way is done
     */
    public AutoCloseable startTrainer(Configuration configuration, Map<String, String> environment) {
        Resources resources = new Resources();
        try {
            Experts embedded = new Experts(
                    (request, _) -> ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, "only looked at"), EmbeddedExpertProvider.all(1));
            HealthMonitor health = resources.keep(new HealthMonitor(() -> registry.at(registry.current()).experts(),
                    embedded.implementations(), resources.keep(new HttpExchanges()), new Credentials(environment), HEALTH_EVERY));
            health.start();
            AutoCloseable trainer = LocalModels.trainer().start(new TrainerServices(temporal.orElseThrow().client(), trainings, evaluations,
                    new Stores(history, artifacts, new PostgresLedger(database.dataSource())),
                    () -> new ServedRegistry(registry, () -> registry.at(registry.current()), rules()), ConnectedServices::facts,
                    health::unavailable, configuration.home().resolve("training"),
                    LocalModels.natives(configuration.policy().local(), configuration.home())));
            return () -> {
                trainer.close();
                resources.close();
            };
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }

    @Override
    public EvaluationStore evaluationStore() {
        return evaluations;
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
        return isPolled(TaskQueues.QUERIES, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW);
    }

    @Override
    public boolean modelIsHeld() {
        return isPolled(TaskQueues.POLICY, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
    }

    private boolean isPolled(String queue, TaskQueueType type) {
        Connection connection = temporal.orElseThrow();
        return connection.stubs().blockingStub().describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                .setNamespace(connection.client().getOptions().getNamespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
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
