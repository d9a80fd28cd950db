package dev.maestro.workflows.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.Policies;
import dev.maestro.core.CallContext;
import dev.maestro.core.Resources;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.experts.ExpertClient;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.Reply;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Decided;
import dev.maestro.policy.PolicyOutcome.Usage;
import dev.maestro.policy.Transcript;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresLedger;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.rules.RuleSets;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.worker.MaestroWorker;
import dev.maestro.workflows.worker.WorkerAssembly;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step that was taken for short and turns out long, on the real way from the workflow to the record. */
@Tag("workflow")
@Tag("database")
@Timeout(120)
class SlowStepTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String SEED = """
            insert into experts (name, kind, implementation, capabilities, description, expected_latency_ms, micros_per_call)
            values ('Slow_Expert', 'embedded', 'slow', '{answer}', 'Lives in the test.', 1, 20);
            insert into skills (name, level, description, min_images, plan)
            values ('Slow_Skill', 1, 'Asks once.', 0, '{"steps": [{"id": "answer", "kind": "ask", "prompt": "slow"}], "observation": {"from": ["answer"]}}');
            insert into prompts (name, template) values ('slow', 'Question: {{question}}');
            insert into expert_skills (expert, skill) values ('Slow_Expert', 'Slow_Skill');
            """;

    private final Database database = TestDatabase.fresh();
    private final QueryHistory history = new PostgresQueryHistory(database.dataSource());
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final CountDownLatch slowly = new CountDownLatch(1);
    private TestStage stage;
    private Queries queries;
    private ServedRegistry registry;

    /** Calls an expert, then answers. */
    private static final class OneCall implements Policy {
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
            Action action = transcript.turns().isEmpty()
                    ? new Action.Call("Slow_Expert", "Slow_Skill", "What is the highest bar?")
                    : new Action.Answer("7");
            return new Decided("…", action, OptionalDouble.empty(), List.of(), "for the test", Usage.NONE);
        }
    }

    @BeforeEach
    void start() {
        new Sql(database.dataSource()).run(SEED);
        RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
        RegistrySnapshot snapshot = store.at(store.newest());
        registry = new ServedRegistry(store, () -> snapshot, new RuleSets());
        stage = TestStage.withoutWorker();
        queries = new TemporalQueries(stage.environment().getWorkflowClient(), history);
    }

    @AfterEach
    void stop() {
        slowly.countDown();
        stage.close();
        database.close();
    }

    private MaestroWorker worker() {
        ExpertClient slow = (request, context) -> {
            context.beforeSending();
            requests.merge(request.idempotencyKey(), 1, Integer::sum);
            try {
                slowly.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new ExpertOutcome.Answered(new Reply("7", Optional.empty(), 10, 5, 20, Duration.ofMillis(3), "stop"));
        };
        return new WorkerAssembly(stage.environment().getWorkflowClient(), Stores.on(database.dataSource()), registry, new Resources())
                .policies(new Policies(List.of(new OneCall()), Set.of("rules")))
                .experts(slow)
                .shortStep(SHORT)
                .start();
    }

    private long events(java.util.function.Predicate<HistoryEvent> kind) {
        return stage.environment().getWorkflowClient().fetchHistory(QueryStart.workflowId("slow")).getEvents().stream().filter(kind)
                .count();
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).describedAs("deadline: " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void a_step_that_takes_longer_than_a_short_one_may_is_asked_for_once_and_paid_once() {
        try (MaestroWorker _ = worker()) {
            queries.submit(new QueryInput("slow", "What is the highest bar?", List.of(), Profile.DEFAULT, "rules",
                    new Limits(3, 1_000_000, 1_000_000, 600_000), 0));
            until("it is asked for", () -> !requests.isEmpty());
            until("it is handed over", () -> events(HistoryEvent::hasActivityTaskScheduledEventAttributes) > 0);
            slowly.countDown();

            QueryResult result = queries.await("slow", Duration.ofSeconds(60)).orElseThrow();

            assertThat(result.status()).isEqualTo(QueryStatus.ANSWERED);
            assertThat(requests.values()).isNotEmpty().allSatisfy(times -> assertThat(times).isEqualTo(1));
            Audit audit = history.audit("slow").orElseThrow();
            assertThat(audit.failures()).isEmpty();
            assertThat(audit.steps()).hasSameSizeAs(requests.keySet());
            assertThat(new PostgresLedger(database.dataSource()).balance("slow")).satisfies(balance -> {
                assertThat(balance.microsSpent()).isEqualTo(20L * requests.size());
                assertThat(balance.microsReserved()).isZero();
                assertThat(balance.tokensReserved()).isZero();
            });
        }
    }
}
