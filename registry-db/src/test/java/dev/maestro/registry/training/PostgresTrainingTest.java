package dev.maestro.registry.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Group;
import dev.maestro.registry.training.TrainingStore.Promotion;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class PostgresTrainingTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456Z");
    private static final JsonNode SETTINGS = Json.tree("{\"seed\": 7}");

    private Database database;
    private TrainingStore store;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        store = new PostgresTraining(database.dataSource());
        store.create(new Run("first", SETTINGS, NOW));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Step step(long number, double reward) {
        return new Step("first", number, "grpo", Json.tree("{\"reward\": " + reward + "}"), NOW);
    }

    private static Group group(long step, int number, String text) {
        return new Group("first", step, number, "train/" + number, Json.tree("[{\"id\": \"" + text + "\"}]"));
    }

    @Test
    void a_run_is_created_once_and_keeps_its_first_settings() {
        Run again = store.create(new Run("first", Json.tree("{\"seed\": 8}"), NOW.plusSeconds(1)));

        assertThat(again).isEqualTo(new Run("first", SETTINGS, NOW));
        assertThat(store.run("first")).contains(again);
        assertThat(store.run("second")).isEmpty();
    }

    @Test
    void a_step_is_recorded_with_all_its_groups_and_only_once() {
        assertThat(store.record(step(1, 0.25), List.of(group(1, 0, "a"), group(1, 1, "b")))).isTrue();
        assertThat(store.record(step(1, 0.75), List.of(group(1, 0, "c"), group(1, 2, "d")))).isFalse();

        assertThat(store.steps("first", 1, 10)).containsExactly(step(1, 0.25));
        assertThat(store.groups("first", 1)).containsExactly(group(1, 0, "a"), group(1, 1, "b"));
        assertThat(store.groupCount("first")).isEqualTo(2);
    }

    @Test
    void a_step_whose_groups_cannot_be_recorded_leaves_nothing() {
        assertThatThrownBy(() -> store.record(step(1, 0.25), List.of(group(1, 0, "a"), group(1, 0, "twice"))))
                .isInstanceOf(RuntimeException.class);

        assertThat(store.steps("first", 1, 10)).isEmpty();
        assertThat(store.groupCount("first")).isZero();
    }

    @Test
    void an_overview_says_what_happened_last_and_the_newest_step() {
        assertThat(store.overview("first").orElseThrow().status()).isEqualTo(TrainingStatus.STOPPED);
        store.note("first", TrainingEvent.STARTED, "by hand", NOW);
        store.record(step(1, 0.25), List.of());
        store.record(step(2, 0.5), List.of());
        store.create(new Run("later", SETTINGS, NOW.plusSeconds(1)));

        TrainingStore.Overview overview = store.overview("first").orElseThrow();
        assertThat(overview.status()).isEqualTo(TrainingStatus.RUNNING);
        assertThat(overview.newest()).contains(step(2, 0.5));
        store.note("first", TrainingEvent.COLLAPSED, "one slot has every call", NOW);
        assertThat(store.overview("first").orElseThrow().status()).isEqualTo(TrainingStatus.COLLAPSED);
        assertThat(store.list(10)).extracting(o -> o.run().name()).containsExactly("later", "first");
        assertThat(store.diary("first")).extracting(TrainingStore.Entry::event)
                .containsExactly(TrainingEvent.STARTED, TrainingEvent.COLLAPSED);
    }

    @Test
    void checkpoints_stand_newest_first_and_once_a_step() {
        Checkpoint early = new Checkpoint("first", 10, "a".repeat(64), "/models/10", 100, NOW);
        Checkpoint late = new Checkpoint("first", 20, "b".repeat(64), "/models/20", 100, NOW);
        store.record(early);
        store.record(late);
        store.record(new Checkpoint("first", 20, "c".repeat(64), "/models/other", 1, NOW));

        assertThat(store.checkpoints("first")).containsExactly(late, early);
    }

    @Test
    void a_promotion_needs_evidence_or_says_anyway() {
        Promotion bare = new Promotion(0, false, "/models/10", "a".repeat(64), Optional.empty(), false, "ann", NOW);
        assertThatThrownBy(() -> store.record(bare)).hasMessageContaining("policy_promotions_need_evidence_ck");

        Promotion shown = store.record(new Promotion(0, false, "/models/10", "a".repeat(64), Optional.of(SETTINGS), false, "ann", NOW));
        Promotion anyway = store.record(new Promotion(0, false, "/models/20", "b".repeat(64), Optional.empty(), true, "bob", NOW));

        assertThat(store.promotions(10)).containsExactly(anyway, shown);
        assertThat(anyway.number()).isGreaterThan(shown.number());
    }

    private Promotion promoted(String folder) {
        return store.record(new Promotion(0, false, folder, "a".repeat(64), Optional.of(SETTINGS), false, "ann", NOW));
    }

    private Promotion back() {
        Promotion before = store.beforeServing().orElseThrow();
        return store.record(new Promotion(0, true, before.folder(), before.digest(), Optional.empty(), false, "bob", NOW));
    }

    @Test
    void a_rollback_undoes_promotions_one_by_one_down_to_none() {
        assertThat(store.serving()).isEmpty();
        assertThat(store.beforeServing()).isEmpty();
        promoted("/models/a");
        promoted("/models/b");
        promoted("/models/c");

        assertThat(back().folder()).isEqualTo("/models/b");
        promoted("/models/d");
        assertThat(store.serving()).map(Promotion::folder).contains("/models/d");
        assertThat(back().folder()).isEqualTo("/models/b");
        assertThat(back().folder()).isEqualTo("/models/a");
        assertThat(store.serving()).map(Promotion::folder).contains("/models/a");
        assertThat(back().serves()).isFalse();
        assertThat(store.serving()).isEmpty();
        assertThat(store.beforeServing()).isEmpty();
    }

    @Test
    void the_record_of_training_cannot_be_changed() {
        store.record(step(1, 0.25), List.of(group(1, 0, "a")));
        for (String table : List.of("training_runs", "training_steps", "training_groups", "training_events", "training_checkpoints",
                "policy_promotions")) {
            assertThatThrownBy(() -> new Sql(database.dataSource()).run("delete from " + table)).as(table)
                    .hasMessageContaining("HISTORY_IS_APPEND_ONLY");
        }
    }
}
