package dev.maestro.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.FolderDigest;
import dev.maestro.core.Json;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Failure;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Promotion;
import dev.maestro.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's checkpoints, loaded by a function that counts what is in memory. */
@Tag("database")
@Timeout(120)
class ServedCheckpointsTest {
    private static final int CONCURRENT = 4;

    @TempDir
    private Path models;

    private final Database database = TestDatabase.fresh();
    private final TrainingStore store = new PostgresTraining(database.dataSource());
    private final QueryHistory history = new PostgresQueryHistory(database.dataSource());
    private final Set<String> inMemory = ConcurrentHashMap.newKeySet();
    private final List<Integer> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();
    private int room = 2;

    @AfterEach
    void close() throws Exception {
        decided.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        database.close();
    }

    private enum Refusal implements ErrorCode {
        MEMORY_TOO_SMALL;

        @Override
        public String meaning() {
            return "for the test";
        }
    }

    private final class Fake implements HeldPolicy {
        private final String version;

        Fake(String version) {
            this.version = version;
            if (inMemory.size() >= room) {
                throw new MaestroException(Refusal.MEMORY_TOO_SMALL, "there is room for " + room);
            }
            inMemory.add(version);
        }

        @Override
        public Policy policy() {
            return new Policy() {
                @Override
                public String name() {
                    return HeldPolicy.NAME;
                }

                @Override
                public String version() {
                    return version;
                }

                @Override
                public PolicyOutcome next(Transcript transcript, CallContext context) {
                    try {
                        decided.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new Failure(PolicyErrors.POLICY_CANCELLED, inMemory.contains(version) ? "held" : "gone", Optional.empty());
                }
            };
        }

        @Override
        public String description() {
            return version;
        }

        @Override
        public void close() {
            inMemory.remove(version);
        }
    }

    private Path model(String name) throws IOException {
        Path folder = Files.createDirectories(models.resolve(name));
        Files.writeString(folder.resolve("model.safetensors"), name);
        return folder;
    }

    private void promote(Path folder) throws IOException {
        store.record(new Promotion(0, false, folder.toString(), FolderDigest.of(folder), Optional.of(Json.tree("{}")), false, "ann",
                Instant.now()));
    }

    private ServedCheckpoints serve(Optional<Path> configured) {
        ServedCheckpoints served = new ServedCheckpoints(configured, true, CONCURRENT, store, history,
                folder -> new Fake(folder.getFileName().toString()));
        open.add(served);
        served.begin();
        served.follow(told::add);
        return served;
    }

    private static void untilServes(ServedCheckpoints served, String version) {
        Eventually.that(version + " serves",
                () -> served.serving().filter(policy -> policy.version().equals(version)).isPresent());
    }

    private void ask(String id, String version) {
        history.acceptAndPin(new QueryRow(id, "?", List.of(), Profile.DEFAULT, "local", Limits.DEFAULT, Instant.now()),
                new PinRow(id, 1, "1-a", Profile.DEFAULT, "local", version));
    }

    private void end(String id) {
        history.finish(new OutcomeRow(id, 0, QueryStatus.ANSWERED, Optional.of("7"), "", "", Instant.now()));
    }

    @Test
    void a_promoted_checkpoint_takes_over_and_the_old_one_stays_for_the_queries_that_began_with_it() throws IOException {
        ServedCheckpoints served = serve(Optional.of(model("base")));
        assertThat(served.concurrent()).isEqualTo(CONCURRENT);
        ask("early", "base");

        promote(model("better"));
        untilServes(served, "better");

        assertThat(served.version("base")).isPresent();
        end("early");
        Eventually.that("base leaves", () -> inMemory.equals(Set.of("better")));
        assertThat(served.version("base")).isEmpty();
    }

    @Test
    void a_checkpoint_comes_back_for_a_query_that_was_pinned_to_it_just_when_it_left() throws IOException {
        ServedCheckpoints served = serve(Optional.of(model("base")));
        promote(model("better"));
        Eventually.that("base leaves", () -> inMemory.equals(Set.of("better")));

        ask("late", "base");

        Eventually.that("base is back", () -> served.version("base").isPresent());
        assertThat(served.serving().orElseThrow().version()).isEqualTo("better");
        end("late");
        Eventually.that("base leaves again", () -> inMemory.equals(Set.of("better")));
    }

    @Test
    void a_worker_that_holds_nothing_begins_to_decide_with_the_first_promotion_and_ends_with_its_rollback() throws IOException {
        ServedCheckpoints served = serve(Optional.empty());
        assertThat(served.concurrent()).isZero();

        promote(model("first"));
        untilServes(served, "first");
        assertThat(told).containsExactly(CONCURRENT);
        Promotion before = store.beforeServing().orElseThrow();
        store.record(new Promotion(0, true, before.folder(), before.digest(), Optional.empty(), false, "ann", Instant.now()));

        Eventually.that("nothing serves", () -> served.serving().isEmpty() && inMemory.isEmpty());
        assertThat(told).containsExactly(CONCURRENT, 0);
    }

    @Test
    void what_is_promoted_when_a_worker_starts_serves_from_the_beginning() throws IOException {
        promote(model("promoted"));

        assertThat(serve(Optional.of(model("base"))).serving().orElseThrow().version()).isEqualTo("promoted");
        assertThat(inMemory).containsExactly("promoted");
    }

    @Test
    void a_folder_whose_files_are_not_those_that_were_promoted_leaves_what_serves() throws IOException {
        Path changed = model("changed");
        promote(changed);
        Files.writeString(changed.resolve("model.safetensors"), "something else");

        ServedCheckpoints served = serve(Optional.of(model("base")));
        assertThat(served.serving().orElseThrow().version()).isEqualTo("base");

        promote(model("good"));
        untilServes(served, "good");
        assertThat(inMemory).doesNotContain("changed");
    }

    @Test
    void a_decision_under_way_ends_with_the_checkpoint_it_began_with() throws Exception {
        ServedCheckpoints served = serve(Optional.of(model("base")));
        Policy before = served.serving().orElseThrow();
        List<String> said = new CopyOnWriteArrayList<>();
        Thread deciding = Thread.ofVirtual().start(() -> said.add(decide(before)));
        Eventually.that("it decides", () -> deciding.getState() == Thread.State.WAITING);

        promote(model("better"));
        untilServes(served, "better");
        assertThat(inMemory).contains("base");
        decided.countDown();
        deciding.join();

        assertThat(said).containsExactly("held");
        Eventually.that("base leaves", () -> inMemory.equals(Set.of("better")));
        assertThat(decide(before)).contains("base has just left");
    }

    @Test
    void where_two_do_not_fit_the_old_one_leaves_first_and_nobody_is_asked_meanwhile() throws IOException {
        room = 1;
        ServedCheckpoints served = serve(Optional.of(model("base")));

        promote(model("better"));
        untilServes(served, "better");

        assertThat(inMemory).containsExactly("better");
        assertThat(told).containsExactly(0, CONCURRENT);
    }

    /** The fake looks at no transcript. */
    private static String decide(Policy policy) {
        return ((Failure) policy.next(null, CallContext.NONE)).message();
    }
}
