package dev.maestro.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.temporal.TemporalServer;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.EmbeddedDatabase;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.revisions.Migrations;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.worker.HistoryDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kills the worker, the Temporal server or PostgreSQL, as a crash would, at every boundary of a query of
 * two calls: before and after the pin, each decision, each expert's reply, each observation and the end
 * are recorded. One query passes through all of them, and something dies at each.
 *
 * <p>Each test has servers of its own and mostly waits, so they run side by side.
 */
@Tag("crash")
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {
    private static final String SEED = """
            insert into experts (name, kind, implementation, capabilities, description, expected_latency_ms, micros_per_call)
            values ('Crash_Expert', 'embedded', 'crash', '{answer}', 'Lives in the test.', %d, 11);
            insert into skills (name, level, description, min_images, plan)
            values ('Crash_Skill', 1, 'Asks once.', 0, '{"steps": [{"id": "answer", "kind": "ask", "prompt": "crash"}], "observation": {"from": ["answer"]}}');
            insert into prompts (name, template) values ('crash', 'Question: {{question}}');
            insert into expert_skills (expert, skill) values ('Crash_Expert', 'Crash_Skill');
            """;
    /** Pin, three decisions, two replies, two observations and the end, each before and after. */
    private static final int BOUNDARIES = 2 * (1 + 3 + 2 + 2 + 1);

    @TempDir
    Path folder;

    private final Control control = new Control();
    private EmbeddedDatabase postgres;
    private TemporalServer temporal;
    private WorkflowServiceStubs stubs;
    private Process worker;

    @BeforeEach
    void startServers() {
        TestHomes.withDatabase(folder);
        postgres = EmbeddedDatabase.start(folder.resolve("postgres"));
        temporal = TemporalServer.start(new TemporalServer.Settings(
                TestHomes.temporal(),
                folder.resolve("temporal"), folder.resolve("temporal.log"), "default", 0, 0, 1));
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
    }

    @AfterEach
    void stopAll() {
        if (worker != null) {
            worker.destroyForcibly();
        }
        stubs.shutdownNow();
        temporal.close();
        postgres.close();
        control.close();
    }

    @Test
    void a_query_survives_its_worker_killed_at_every_boundary_of_short_steps() throws Exception {
        survives(1, this::killWorker);
    }

    @Test
    void a_query_survives_its_worker_killed_at_every_boundary_of_long_steps() throws Exception {
        survives(60_000, this::killWorker);
    }

    @Test
    void a_query_survives_the_temporal_server_killed_at_every_boundary() throws Exception {
        survives(1, () -> {
            temporal.kill();
            temporal.ended().join();
            temporal.restart();
        });
    }

    @Test
    void a_query_survives_postgresql_killed_at_every_boundary() throws Exception {
        survives(1, () -> {
            int port = postgres.port();
            // SIGKILL to the postmaster alone: its backends notice and die, as after the OOM killer.
            ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
            postgres.close();
            postgres = EmbeddedDatabase.start(folder.resolve("postgres"), port, Map.of());
        });
    }

    private void killWorker() throws IOException {
        worker.destroyForcibly().onExit().join();
        worker = startWorker();
    }

    private interface Blow {
        void strike() throws IOException;
    }

    private void survives(long expectedLatencyMs, Blow blow) throws Exception {
        try (Database database = Database.connect(postgres.config(4))) {
            Migrations.migrate(database.dataSource(), Optional.empty(), RevisionCheck.NONE);
            new Sql(database.dataSource()).run(SEED.formatted(expectedLatencyMs));
        }
        worker = startWorker();
        submit();
        List<String> struck = new ArrayList<>();
        while (struck.size() < BOUNDARIES) {
            Control.Reached here = control.next(90).orElseThrow(() -> new AssertionError(
                    "the query stands still after " + struck + "; order of events: " + control.order()));
            struck.add(here.name());
            blow.strike();
            here.go().countDown();
        }
        try (Database database = Database.connect(postgres.config(4))) {
            QueryHistory history = new PostgresQueryHistory(database.dataSource());
            verify(new TemporalQueries(client(), history).await("q", Duration.ofSeconds(90)).orElseThrow(),
                    history.audit("q").orElseThrow(), struck);
        }
    }

    private void submit() {
        try (Database database = Database.connect(postgres.config(4))) {
            new TemporalQueries(client(), new PostgresQueryHistory(database.dataSource()))
                    .submit(new QueryInput("q", "what are the parts?", List.of(), Profile.DEFAULT, CrashWorker.POLICY, Limits.DEFAULT, 0));
        }
    }

    private WorkflowClient client() {
        return WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder().setDataConverter(new HistoryDataConverter()).build());
    }

    private void verify(QueryResult result, Audit audit, List<String> struck) {
        assertThat(result.status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(result.answer()).contains("both parts");
        assertThat(audit.turns()).hasSize(3);
        assertThat(audit.steps()).extracting(row -> row.key().toString()).containsExactly("q/1/answer", "q/2/answer");
        assertThat(audit.outcomes()).hasSize(1);
        assertThat(audit.steps().stream().mapToLong(QueryHistory.StepRow::costMicros).sum()).isEqualTo(22);
        assertThat(audit.ledger().stream().filter(e -> e.kind() == Ledger.EntryKind.SETTLE).mapToLong(e -> e.micros()).sum()).isEqualTo(22);
        assertThat(struck).hasSize(BOUNDARIES);
        for (int turn = 1; turn <= 2; turn++) {
            assertNobodyAskedAfterRecorded("expert q/" + turn + "/answer/Crash_Expert", "recordStep q/" + turn + "/answer after");
        }
        for (int turn = 1; turn <= 3; turn++) {
            assertNobodyAskedAfterRecorded("policy q/" + turn, "recordDecision q/" + turn + " after");
        }
    }

    private void assertNobodyAskedAfterRecorded(String question, String recorded) {
        List<String> order = control.order();
        assertThat(control.asked(question)).describedAs(question).isBetween(1, 3);
        assertThat(order.lastIndexOf(question)).describedAs("last %s in %s", question, order).isLessThan(order.indexOf(recorded));
    }

    private Process startWorker() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String config = postgres.config(8).password();
        return new ProcessBuilder(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp", System.getProperty("java.class.path"), CrashWorker.class.getName(),
                postgres.jdbcUrl(), EmbeddedDatabase.NAME, config, temporal.address(), control.address().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "worker.log")))
                .start();
    }
}
