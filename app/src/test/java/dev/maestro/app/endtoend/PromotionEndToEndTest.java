package dev.maestro.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.Supervisor;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.FolderDigest;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.inference.testing.TinyCheckpoint;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.training.TrainingStore.Promotion;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.query.QueryInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker process that was started without a model, and what is promoted while it runs. */
@Tag("end-to-end")
@Timeout(300)
class PromotionEndToEndTest {
    private static final Limits LIMITS = new Limits(2, 1_000_000, 1_000_000, 240_000);

    @TempDir
    private Path home;

    private static void promote(ConnectedServices wiring, Path folder) throws IOException {
        wiring.trainingStore().record(new Promotion(0, false, folder.toString(), FolderDigest.of(folder), Optional.of(Json.tree("{}")),
                true, "ann", Instant.now()));
    }

    private static String decidedBy(ConnectedServices wiring, String id) {
        wiring.queries().submit(new QueryInput(id, "How many bars are there?", List.of(), Profile.DEFAULT, "local", LIMITS, 0));
        wiring.queries().await(id, Duration.ofSeconds(120)).orElseThrow();
        return wiring.history().pinOf(id).map(PinRow::policyVersion).orElseThrow();
    }

    @Test
    void a_running_worker_takes_a_promoted_checkpoint_up_and_each_query_says_which_one_decided() throws Exception {
        Path one = TinyCheckpoint.write(home.resolve("one"), 3);
        Path two = TinyCheckpoint.write(home.resolve("two"), 4);
        Path program = new TemporalBinary(Optional.empty(), Path.of(System.getProperty("user.home"), ".maestro", "cache"), Progress.SILENT)
                .obtain().program();
        Path natives = Files.createDirectories(Path.of(System.getProperty("user.home"), ".maestro", "natives"));
        Files.createSymbolicLink(home.resolve("natives"), natives);
        Map<String, String> environment = Map.of("MAESTRO_HOME", home.toString(), "MAESTRO_TEMPORAL_BINARY", program.toString());
        Files.writeString(home.resolve("maestro.properties"), """
                policy.local.tokens = 170
                policy.local.threads = 1
                policy.local.cache = 16384
                """);
        Configuration configuration = ConfigurationReader.read(environment, home);
        try (Stack stack = Stack.start(configuration, environment, "test", StackNeed.WORKER, Duration.ZERO, Progress.SILENT);
                Supervisor supervisor = new Supervisor(stack, configuration, Progress.SILENT);
                ConnectedServices wiring = new ConnectedServices(stack.endpoints())) {
            wiring.migrate(configuration.migrations());
            supervisor.start(1);
            assertThat(wiring.awaitWorkers(Duration.ofSeconds(60))).isTrue();
            assertThat(wiring.modelIsHeld()).isFalse();
            List<Long> worker = supervisor.workerPids();

            promote(wiring, one);
            assertThat(decidedBy(wiring, "early")).startsWith("one@");
            promote(wiring, two);
            int[] asked = {0};
            Eventually.that("the other one decides", () -> decidedBy(wiring, "late-" + asked[0]++).startsWith("two@"));
            Promotion before = wiring.trainingStore().beforeServing().orElseThrow();
            wiring.trainingStore().record(new Promotion(0, true, before.folder(), before.digest(), Optional.empty(), false, "ann",
                    Instant.now()));
            Eventually.that("the first one decides again", () -> decidedBy(wiring, "late-" + asked[0]++).startsWith("one@"));

            assertThat(supervisor.workerPids()).isEqualTo(worker);
        }
    }
}
