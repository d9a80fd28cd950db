package dev.maestro.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.demo.Demo;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.Supervisor;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.Json;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.drawings.DrawingGenerators;
import dev.maestro.drawings.ShapesGenerator;
import dev.maestro.inference.testing.TinyCheckpoint;
import dev.maestro.policy.Action;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.workflows.query.QueryInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A query decided by a model in a worker process, whose weights make no sense: the grammar makes every
 * decision valid, the worker is killed in the middle, and the one that takes over goes on from the record.
 */
@Tag("end-to-end")
@Timeout(300)
class LocalPolicyEndToEndTest {
    private static final Limits LIMITS = new Limits(2, 1_000_000, 1_000_000, 240_000);

    @TempDir
    private Path home;

    @Test
    void a_query_outlives_the_worker_that_holds_its_model_and_nothing_recorded_is_decided_again() throws Exception {
        Path model = TinyCheckpoint.write(home.resolve("tiny"), 3);
        TestHomes.withNatives(home);
        TestHomes.withDatabase(home);
        Map<String, String> environment = new HashMap<>(TestHomes.environment(home));
        environment.put("MAESTRO_POLICY_LOCAL_MODEL", model.toString());
        java.nio.file.Files.writeString(home.resolve("maestro.properties"), """
                policy.local.tokens = 170
                policy.local.temperature = 1
                policy.local.seed = 5
                policy.local.threads = 1
                policy.local.cache = 16384
                """);
        Configuration configuration = ConfigurationReader.read(environment, home);
        try (Stack stack = Stack.start(configuration, environment, "test", StackNeed.WORKER, Duration.ZERO, Progress.SILENT);
                Supervisor supervisor = new Supervisor(stack, configuration, Progress.SILENT);
                ConnectedServices wiring = new ConnectedServices(stack.endpoints())) {
            wiring.migrate(configuration.migrations());
            supervisor.start(1);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ids.add("local-" + i);
                wiring.queries()
                        .submit(new QueryInput("local-" + i, "How many bars are there?", List.of(), Profile.DEFAULT, "local", LIMITS, 0));
            }
            List<DecisionRow> before = decisionsOnceThereAre(wiring, ids);
            long killed = supervisor.killWorker().orElseThrow();

            for (String id : ids) {
                assertThat(wiring.queries().await(id, Duration.ofSeconds(120)).orElseThrow().status()).as(id).isIn(QueryStatus.ANSWERED,
                        QueryStatus.FAILED);
            }

            assertThat(supervisor.workerPids()).isNotEmpty().doesNotContain(killed);
            assertThat(before).isNotEmpty()
                    .allSatisfy(decision -> assertThat(decisions(wiring, List.of(decision.queryId()))).contains(decision));
            assertThat(ids).anySatisfy(id -> assertThat(wiring.history().outcome(id).orElseThrow().answer()).isPresent());
            for (String id : ids) {
                describe(wiring.history().audit(id).orElseThrow());
            }
            assertThat(decisions(wiring, ids))
                    .anySatisfy(decision -> assertThat(List.of(Json.read(decision.candidates(), Candidate[].class))).isNotEmpty());
            assertThat(decisions(wiring, ids)).as("with thoughts").anySatisfy(decision -> assertThat(decision.written()).isPresent());
            assertThat(wiring.modelIsHeld()).isTrue();

            List<String> said = new ArrayList<>();
            Demo.Summary summary = new Demo(wiring, new DrawingGenerators(List.of(new ShapesGenerator())), Optional::empty, said::add,
                    _ -> List.of(), "local", LIMITS).run(1, 1, false);
            assertThat(summary.asked()).isEqualTo(1);
            assertThat(said).last().asString().containsAnyOf("right: the generator drew", "WRONG: the generator drew");
            assertThat(wiring.history().audit(summary.example()).orElseThrow().query().policy()).isEqualTo("local");
            describe(wiring.history().audit(summary.example()).orElseThrow());
        }
    }

    /** Every decision is valid and says how likely it was; of a call, its pair is among the candidates. */
    private static void describe(Audit audit) {
        assertThat(audit.pin().orElseThrow().policyVersion()).startsWith("tiny@");
        for (Turn turn : audit.turns()) {
            DecisionRow decision = turn.decision();
            // What later turns read stands at the end of what was written, with the thoughts before it.
            assertThat(decision.written().orElse(decision.text())).containsAnyOf("</search>", "</answer>");
            assertThat(decision.logProbability()).hasValueSatisfying(value -> assertThat(value).isNegative());
            switch (Json.read(decision.action(), Action.class)) {
                case Action.Call(var expert, var skill, _) -> assertThat(List.of(Json.read(decision.candidates(), Candidate[].class)))
                        .anyMatch(candidate -> candidate.expert().equals(expert) && candidate.skill().equals(skill));
                case Action.Answer(var text) -> assertThat(text).isNotBlank();
                case Action.Invalid invalid -> throw new AssertionError(invalid + " in " + decision.text());
            }
        }
    }

    private static List<DecisionRow> decisions(ConnectedServices wiring, List<String> ids) {
        return ids.stream().flatMap(id -> wiring.history().audit(id).stream()).flatMap(audit -> audit.turns().stream()).map(Turn::decision)
                .toList();
    }

    private static List<DecisionRow> decisionsOnceThereAre(ConnectedServices wiring, List<String> ids) {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (System.nanoTime() < deadline) {
            List<DecisionRow> made = decisions(wiring, ids);
            if (!made.isEmpty()) {
                return made;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("no decision was made");
    }
}
