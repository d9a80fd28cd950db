package dev.maestro.workflows.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.Policies;
import dev.maestro.core.CallContext;
import dev.maestro.core.Resources;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Decided;
import dev.maestro.policy.PolicyOutcome.Usage;
import dev.maestro.policy.Transcript;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.WorkerDeaths;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.rules.RuleSets;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.QueryKeeper;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.worker.MaestroWorker;
import dev.maestro.workflows.worker.PoisonGuard;
import dev.maestro.workflows.worker.WorkerAssembly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A query at which workers die, and one whose workflow somebody ended. */
@Tag("workflow")
@Tag("database")
@Timeout(120)
class PoisonQueryTest {
    @TempDir
    private Path folder;

    private final Database database = TestDatabase.fresh();
    private final QueryHistory history = new PostgresQueryHistory(database.dataSource());
    private final TestStage stage = TestStage.withoutWorker();
    private final Queries queries = new TemporalQueries(stage.environment().getWorkflowClient(), history);
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private volatile boolean harmless;

    /** Takes its time at first and then fails, as what is under way in a process that dies; answers when it is harmless. */
    private final class Deadly implements Policy {
        @Override
        public String name() {
            return "rules";
        }

        @Override
        public String version() {
            return "for the test";
        }

        @Override
        public PolicyOutcome next(Transcript transcript, CallContext context) {
            asked.incrementAndGet();
            if (harmless) {
                return new Decided("…", new Action.Answer("7"), OptionalDouble.empty(), List.of(), "for the test", Usage.NONE);
            }
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("its process died");
        }
    }

    @AfterEach
    void stop() {
        goesOn.countDown();
        stage.close();
        database.close();
    }

    private MaestroWorker worker() {
        RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
        RegistrySnapshot snapshot = store.at(store.newest());
        return new WorkerAssembly(stage.environment().getWorkflowClient(), Stores.on(database.dataSource()),
                new ServedRegistry(store, () -> snapshot, new RuleSets()), new Resources())
                .policies(new Policies(List.of(new Deadly()), Set.of("rules")))
                .guard(PoisonGuard.start(folder, pid -> true, new WorkerDeaths(database.dataSource())))
                .start();
    }

    private void submit() {
        queries.submit(new QueryInput("deadly", "What is the highest bar?", List.of(), Profile.DEFAULT, "rules",
                new Limits(3, 1_000_000, 1_000_000, 600_000), 0));
        Eventually.that("the policy is asked", () -> asked.get() > 0);
    }

    /** What the living worker is doing now, left as by one that crashed doing it. */
    private void crashed(int pid) throws IOException {
        try (Stream<Path> journals = Files.list(folder)) {
            Path living = journals.filter(file -> !file.getFileName().toString().startsWith("999")).findFirst().orElseThrow();
            Path aside = Files.copy(living, folder.resolve("aside"));
            Files.move(aside, folder.resolve(pid + "-1.work"));
        }
    }

    @Test
    void a_query_at_which_two_workers_crashed_is_not_tried_a_third_time_until_somebody_retries_it() throws IOException {
        try (MaestroWorker _ = worker()) {
            submit();
            crashed(999_001);
            crashed(999_002);
            WorkerDeaths deaths = new WorkerDeaths(database.dataSource());
            Eventually.that("both deaths are known", () -> deaths.weights().containsValue(4));
            goesOn.countDown();

            QueryResult result = queries.await("deadly", Duration.ofSeconds(60)).orElseThrow();

            assertThat(result.status()).isEqualTo(QueryStatus.FAILED);
            assertThat(result.reason()).isEqualTo(QueryErrors.WORK_QUARANTINED.name());
            assertThat(result.message()).contains("workers died whenever they tried it", "retry the query");
            assertThat(asked).hasValue(1);
            assertThat(history.outcome("deadly")).map(OutcomeRow::reason).contains(QueryErrors.WORK_QUARANTINED.name());

            harmless = true;
            queries.retry("deadly", Optional.empty());
            assertThat(queries.await("deadly", Duration.ofSeconds(60)).orElseThrow().status()).isEqualTo(QueryStatus.ANSWERED);
            assertThat(new Sql(database.dataSource()).one("select count(*) from worker_deaths", row -> row.getLong(1))).contains(0L);
        }
    }

    @Test
    void a_query_whose_workflow_was_terminated_in_the_engine_does_not_stay_running_on_record() {
        try (MaestroWorker _ = worker()) {
            submit();
            Eventually.that("it is on record", () -> history.query("deadly").isPresent());
            QueryKeeper keeper = new QueryKeeper(stage.environment().getWorkflowClient(), history);
            Instant later = Instant.now().plus(Duration.ofDays(3_650));
            keeper.look(later);
            keeper.look(later);
            assertThat(history.outcome("deadly")).as("one that runs is left alone").isEmpty();

            stage.environment().getWorkflowClient().newUntypedWorkflowStub(QueryStart.workflowId("deadly")).terminate("by hand");
            keeper.look(later);
            assertThat(history.outcome("deadly")).as("seen once only").isEmpty();
            keeper.look(later);

            assertThat(history.outcome("deadly")).get().satisfies(outcome -> {
                assertThat(outcome.status()).isEqualTo(QueryStatus.FAILED);
                assertThat(outcome.reason()).isEqualTo(QueryErrors.WORKFLOW_ENDED.name());
            });
            assertThat(history.list(10, Optional.of(QueryStatus.RUNNING))).isEmpty();
        }
    }
}
