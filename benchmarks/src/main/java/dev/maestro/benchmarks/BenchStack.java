package dev.maestro.benchmarks;

import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.Policies;
import dev.maestro.app.program.Progress;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.app.temporal.TemporalServer;
import dev.maestro.core.CallContext;
import dev.maestro.core.Resources;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.Reply;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.EmbeddedDatabase;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.rules.RuleSets;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.worker.HistoryDataConverter;
import dev.maestro.workflows.worker.MaestroWorker;
import dev.maestro.workflows.worker.WorkerAssembly;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A whole stack in a temporary folder: PostgreSQL with durable settings, a real Temporal server, and a
 * worker in this JVM whose expert and policy take no time. Rules, registry, ledger and audit are the real
 * ones.
 */
final class BenchStack implements AutoCloseable {
    static final String POLICY = "scripted";
    private static final String SEED = """
            insert into experts (name, kind, implementation, capabilities, description, expected_latency_ms, preference)
            values ('Instant', 'embedded', 'instant', '{answer}', 'Replies at once.', 1, 1);
            insert into skills (name, level, description, min_images, plan)
            values ('Instant_Skill', 1, 'Asks once.', 0, '{"steps": [{"id": "answer", "kind": "ask", "prompt": "instant", "parser": "last_line"}], "observation": {"from": ["answer"]}}');
            insert into prompts (name, template) values ('instant', 'Question: {{question}}');
            insert into expert_skills (expert, skill) values ('Instant', 'Instant_Skill');
            """;

    private final Path folder;
    private final EmbeddedDatabase postgres;
    private final Database database;
    private final TemporalServer temporal;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final MaestroWorker worker;
    private final WorkerFactory bare;
    private final Artifacts artifacts;
    private final QueryHistory history;

    private BenchStack(Path folder) {
        this.folder = folder;
        postgres = EmbeddedDatabase.start(folder.resolve("postgres"));
        database = Database.connect(postgres.config(32));
        Migrations.migrate(database.dataSource(), Optional.empty(), RevisionCheck.NONE);
        new Sql(database.dataSource()).run(SEED);
        temporal = TemporalServer.start(new TemporalServer.Settings(
                new TemporalBinary(Optional.empty(), Path.of(System.getProperty("user.home"), ".maestro", "cache"), Progress.SILENT)
                        .obtain(),
                folder.resolve("temporal"), folder.resolve("temporal.log"), "default", 0, 0, 1));
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
        client = WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder().setDataConverter(new HistoryDataConverter()).build());
        artifacts = new PostgresArtifacts(database.dataSource());
        history = new PostgresQueryHistory(database.dataSource());
        worker = worker();
        bare = WorkerFactory.newInstance(client);
        var bareWorker = bare.newWorker("bare", WorkerOptions.newBuilder().setUsingVirtualThreads(true).build());
        bareWorker.registerWorkflowImplementationTypes(BareWorkflow.Impl.class);
        bareWorker.registerActivitiesImplementations(new BareWorkflow.NothingImpl());
        bare.start();
    }

    static BenchStack start() throws IOException {
        return new BenchStack(Files.createTempDirectory("maestro-benchmark"));
    }

    private MaestroWorker worker() {
        RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
        RegistrySnapshot serving = store.at(store.newest());
        return new WorkerAssembly(client, Stores.on(database.dataSource()), new ServedRegistry(store, () -> serving, new RuleSets()),
                new Resources())
                .policies(new Policies(List.of(new Scripted()), Set.of(POLICY)))
                .experts((_, _) -> new ExpertOutcome.Answered(Reply.embedded("It shows a test.\ntest", Duration.ZERO)))
                .start();
    }

    Queries queries() {
        return new TemporalQueries(client, history);
    }

    WorkflowClient client() {
        return client;
    }

    Artifacts artifacts() {
        return artifacts;
    }

    /** This JVM, which holds the worker and the submitters, and both servers. */
    ProcessTimes processes() {
        return new ProcessTimes(ProcessHandle.current().pid());
    }

    @Override
    public void close() throws IOException {
        worker.close();
        bare.shutdownNow();
        stubs.shutdownNow();
        temporal.close();
        database.close();
        postgres.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    /** An image of noise, so that it does not compress: 3 bytes a pixel. */
    static byte[] png(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls twice, then answers. */
    private static final class Scripted implements Policy {
        @Override
        public String name() {
            return POLICY;
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public boolean seesImages() {
            return false;
        }

        @Override
        public PolicyOutcome next(Transcript transcript, CallContext context) {
            int turn = transcript.turns().size() + 1;
            Action action = turn <= 2 ? new Action.Call("Instant", "Instant_Skill", "look at part " + turn) : new Action.Answer("test");
            return new PolicyOutcome.Decided("turn " + turn, action, OptionalDouble.empty(), List.of(), "scripted",
                    PolicyOutcome.Usage.NONE);
        }
    }
}
