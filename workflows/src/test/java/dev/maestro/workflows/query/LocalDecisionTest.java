package dev.maestro.workflows.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.activities.policy.Policies;
import dev.maestro.core.Resources;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.inference.engine.ByteVocabulary;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.EngineStatistics;
import dev.maestro.inference.engine.GenerationOutcome;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.HashModel;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.policy.Policy;
import dev.maestro.policylocal.LocalPolicy;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.rules.RuleSets;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.worker.HistoryDataConverter;
import dev.maestro.workflows.worker.MaestroWorker;
import dev.maestro.workflows.worker.WorkerAssembly;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A decision of a model in the worker, while it is being written: known to be alive, broken off when its query is
 * cancelled, and not waited for when nobody has begun it. The way is the real one, but for the model, which draws a
 * token when the test lets it, and never thinks of an end: every decision is as long as it may be, and no valid action.
 */
@Tag("workflow")
@Tag("database")
@Timeout(120)
class LocalDecisionTest {
    private static final int TOKENS = 1_000;
    /** More than any of these queries draws. */
    private static final int ENOUGH = 100_000;
    /** Of any two of these queries: about 7,000 tokens a prompt, a thousand bytes a token. */
    private static final long KV_BYTES = 24_000_000;

    private final ByteVocabulary vocabulary = new ByteVocabulary();
    private final HashModel model = HashModel.large();
    private final Semaphore draws = model.hold();
    private final Engine engine = Engine.start(model, vocabulary, EngineSettings.within(KV_BYTES));
    private final Database database = TestDatabase.fresh();
    private final QueryHistory history = new PostgresQueryHistory(database.dataSource());
    private ServedRegistry registry;
    private TestStage stage;
    private Queries queries;

    @BeforeEach
    void start() {
        RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
        RegistrySnapshot snapshot = store.at(store.newest());
        registry = new ServedRegistry(store, () -> snapshot, new RuleSets());
        stage = TestStage.withoutWorker();
        queries = new TemporalQueries(client(), history);
    }

    @AfterEach
    void stop() {
        draws.release(ENOUGH);
        stage.close();
        engine.close();
        database.close();
    }

    private WorkflowClient client() {
        return stage.environment().getWorkflowClient();
    }

    /** @param decisions that it takes at once */
    private MaestroWorker worker(int decisions) {
        Policy local = new LocalPolicy(engine, vocabulary, Set.of(), messages -> TokenPrompt.text(
                vocabulary.encode(messages.stream().map(m -> m.role() + ": " + m.text()).collect(Collectors.joining("\n")))),
                new LocalPolicy.Settings("hash 1", Sampling.GREEDY, TOKENS, false, 0));
        return new WorkerAssembly(client(), Stores.on(database.dataSource()), registry, new Resources())
                .policies(new Policies(List.of(local), Set.of()))
                .decisions(decisions)
                .start();
    }

    private void submit(String id, int turns) {
        queries.submit(new QueryInput(id, "What is the highest bar?", List.of(), Profile.DEFAULT, LocalPolicy.NAME,
                new Limits(turns, 1_000_000, 1_000_000, 600_000), 0));
    }

    private QueryResult ended(String id) {
        return queries.await(id, Duration.ofSeconds(60)).orElseThrow(() -> new AssertionError(id + " still runs: " + history.audit(id)));
    }

    private Optional<PendingActivityInfo> deciding(String id) {
        return client().getWorkflowServiceStubs().blockingStub().describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client().getOptions().getNamespace())
                .setExecution(client().newUntypedWorkflowStub(QueryStart.workflowId(id)).getExecution())
                .build())
                .getPendingActivitiesList().stream().filter(a -> a.getActivityType().getName().equals("Decide") && a.hasLastStartedTime())
                .findFirst();
    }

    /** Of the bytes written, as the server was told. */
    private static int told(PendingActivityInfo activity) {
        return new HistoryDataConverter().fromPayloads(0, Optional.of(activity.getHeartbeatDetails()), Integer.class, Integer.class);
    }

    private static long aliveMs(PendingActivityInfo activity) {
        return Timestamps.toMillis(activity.getLastHeartbeatTime())
                - Timestamps.toMillis(activity.getLastStartedTime());
    }

    private long events(String id, Predicate<HistoryEvent> kind) {
        return client().fetchHistory(QueryStart.workflowId(id)).getEvents().stream().filter(kind).count();
    }

    private EngineStatistics now() {
        return engine.statistics();
    }

    /** Lets the model draw a token each 20 ms until the condition holds. */
    private void drawingUntil(String what, BooleanSupplier condition) {
        Eventually.that(what, () -> {
            draws.release();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            return condition.getAsBoolean();
        });
    }

    @Test
    void a_decision_longer_than_the_heartbeat_timeout_is_alive_to_the_server_and_made_once() {
        try (MaestroWorker _ = worker(1)) {
            submit("long", 1);
            Eventually.that("heartbeats go on", () -> deciding("long")
                    .filter(a -> a.hasLastHeartbeatTime() && aliveMs(a) > ActivityStubs.HEARTBEAT_TIMEOUT.toMillis()).isPresent());
            assertThat(deciding("long").orElseThrow().getAttempt()).isEqualTo(1);
            draws.release(100); // of which some are tokens without a text
            Eventually.that("they tell how far it is", () -> deciding("long").filter(a -> told(a) >= 40).isPresent());
            draws.release(ENOUGH);

            assertThat(ended("long").reason()).isEqualTo("TURNS_EXHAUSTED");
            assertThat(events("long", HistoryEvent::hasActivityTaskTimedOutEventAttributes)).isZero();
            assertThat(history.audit("long").orElseThrow().turns()).singleElement().satisfies(turn -> {
                assertThat(turn.decision().attempt()).isEqualTo(1);
                assertThat(turn.decision().outputTokens()).isEqualTo(TOKENS);
            });
        }
    }

    @Test
    void cancelling_breaks_off_the_decision_being_written_and_the_others_of_the_batch_go_on() {
        try (MaestroWorker _ = worker(2)) {
            submit("dropped", 3);
            draws.release(TOKENS - 1); // the first token comes with the prompt
            Eventually.that("its second turn is being decided", () -> now().finished() == 1 && now().running() == 1);
            List<Turn> before = history.audit("dropped").orElseThrow().turns();
            submit("kept", 1);
            drawingUntil("they are decoded together", () -> now().running() == 2);
            long drawn = now().generatedTokens();

            queries.cancel("dropped");
            drawingUntil("it is broken off", () -> now().cancelled() == 1);

            assertThat(now().running()).isEqualTo(1);
            assertThat(now().generatedTokens() - drawn).as("of two, in about a second").isLessThan(TOKENS);
            QueryResult result = ended("dropped");
            assertThat(result.status()).isEqualTo(QueryStatus.CANCELLED);
            assertThat(result.reason()).isEqualTo("CANCELLED");
            assertThat(now().running()).as("nobody waited for the other").isEqualTo(1);
            assertThat(events("dropped", HistoryEvent::hasActivityTaskCanceledEventAttributes)).isEqualTo(1);
            Audit audit = history.audit("dropped").orElseThrow();
            assertThat(before).hasSize(1);
            assertThat(audit.turns()).as("what was recorded stays, half a decision does not").isEqualTo(before);
            assertThat(audit.outcomes()).extracting(OutcomeRow::status).containsExactly(QueryStatus.CANCELLED);

            draws.release(ENOUGH);
            assertThat(ended("kept").reason()).isEqualTo("TURNS_EXHAUSTED");
            assertThat(history.audit("kept").orElseThrow().turns()).singleElement()
                    .satisfies(turn -> assertThat(turn.decision().outputTokens()).isEqualTo(TOKENS));
            int all = (int) (KV_BYTES / model.bytesPerToken()) - 500;
            assertThat(engine.submit(GenerationRequest.of(TokenPrompt.text(new int[all]), 1)).outcome().join())
                    .as("all the memory is there for who needs it")
                    .isInstanceOf(GenerationOutcome.Finished.class);
        }
    }

    @Test
    void a_worker_that_stops_breaks_its_decision_off_and_the_next_one_makes_it() {
        MaestroWorker first = worker(1);
        submit("moved", 1);
        Eventually.that("it is being written", () -> now().running() == 1);
        Thread stopping = Thread.ofVirtual().start(first::close);
        drawingUntil("it is broken off", () -> now().cancelled() == 1);
        draws.release(ENOUGH);

        try (MaestroWorker _ = worker(1)) {
            Eventually.that("it is made", () -> !history.turns("moved").isEmpty());
            assertThat(history.turns("moved")).singleElement().satisfies(turn -> {
                assertThat(turn.decision().attempt()).isEqualTo(2);
                assertThat(turn.decision().outputTokens()).isEqualTo(TOKENS);
            });
            Eventually.that("the first one has stopped", () -> !stopping.isAlive());
        }
    }

    @Test
    void cancelling_a_query_that_waits_for_a_busy_model_ends_it_at_once() {
        try (MaestroWorker _ = worker(1)) {
            submit("first", 1);
            Eventually.that("the model is busy", () -> now().running() == 1);
            submit("second", 1);
            Eventually.that("the other one waits for it",
                    () -> queries.state("second").filter(state -> state.waiting().equals("a worker that holds a model")).isPresent());

            queries.cancel("second");

            QueryResult result = ended("second");
            assertThat(result.status()).isEqualTo(QueryStatus.CANCELLED);
            assertThat(result.reason()).isEqualTo("CANCELLED");
            assertThat(now().running()).as("the model is still busy").isEqualTo(1);
            assertThat(history.audit("second").orElseThrow().outcomes()).extracting(OutcomeRow::status)
                    .containsExactly(QueryStatus.CANCELLED);
            draws.release(ENOUGH);
            assertThat(ended("first").turns()).isEqualTo(1);
        }
    }

    @Test
    void a_query_cancelled_before_any_worker_saw_it_is_on_record_as_cancelled() {
        submit("early", 1);
        queries.cancel("early");

        try (MaestroWorker _ = worker(0)) {
            QueryResult result = ended("early");

            assertThat(result.status()).isEqualTo(QueryStatus.CANCELLED);
            assertThat(result.reason()).isEqualTo("CANCELLED");
            assertThat(history.audit("early").orElseThrow().outcomes()).extracting(OutcomeRow::status)
                    .containsExactly(QueryStatus.CANCELLED);
        }
    }

    @Test
    void a_query_whose_policy_the_worker_does_not_hold_fails_by_that_name_and_is_on_record() {
        try (MaestroWorker _ = worker(1)) {
            queries.submit(new QueryInput("elsewhere", "What is the highest bar?", List.of(), Profile.DEFAULT, "remote",
                    new Limits(1, 1_000_000, 1_000_000, 600_000), 0));
            QueryResult result = ended("elsewhere");
            assertThat(result.status()).isEqualTo(QueryStatus.FAILED);
            assertThat(result.reason()).isEqualTo("PIN_BROKEN");
            assertThat(result.message()).contains("POLICY_UNKNOWN", "\"remote\"", "[local]");
            assertThat(history.audit("elsewhere").orElseThrow().outcomes()).extracting(OutcomeRow::status)
                    .containsExactly(QueryStatus.FAILED);
        }
    }
}
