package dev.maestro.registry.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.evaluations.Evaluation.BadRow;
import dev.maestro.registry.evaluations.Evaluation.Replay;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStore.Position;
import dev.maestro.registry.evaluations.SampleResult.Call;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class PostgresEvaluationsTest {
    private static final Instant AT = Instant.parse("2026-05-04T03:02:01.123456Z");
    private static Database database;
    private static EvaluationStore store;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        store = new PostgresEvaluations(database.dataSource());
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    static Evaluation evaluation(String name) {
        return new Evaluation(name, "pictures.jsonl", "sha256:0", Profile.DEFAULT, "rules", 3, List.of("reader"), 2, 0, 1, "strict",
                Limits.DEFAULT, 0, 4,
                Optional.empty(), AT);
    }

    static Sample sample(long index) {
        return new Sample(index, "s" + index, index % 2 == 0 ? "chartqa" : "tallyqa", "what is " + index + "?",
                List.of(ContentHash.of("picture " + index)), List.of("" + index));
    }

    static SampleResult result(Evaluation of, long index, int attempt, boolean right) {
        Sample sample = sample(index);
        return new SampleResult(of.name(), index, attempt, sample.id(), sample.dataSource(), sample.question(), sample.images(),
                sample.groundTruth(),
                of.queryId(index, attempt), QueryStatus.ANSWERED, Optional.of("" + index), "", "",
                Optional.of(new Score(1, -1, 0, "equal")), Optional.of(new Score(right ? 1 : 0, 0, 1, "numbers compared")), right,
                List.of(new Call(1, "reader", "OCR", "ocr_leaf", ObservationKind.EVIDENCE, "", List.of("reader", "zoomer"), 2, 40, 7, 12)),
                2, 2, 1, 2, 30, 10, 7, 120, 3, 1, 12, 3, "rules/1", AT, AT.plusMillis(120));
    }

    @Test
    void what_was_recorded_is_read_as_it_was() {
        Evaluation wanted = new Evaluation("as-it-was", "d", "h", Profile.REFERENCE, "remote", 9, List.of("a", "b"), 8, 0.7, -5,
                "reference",
                new Limits(1, 2, 3, 4), 100, 50, Optional.empty(), AT);
        assertThat(store.create(wanted)).isEqualTo(wanted);
        assertThat(store.create(evaluation("as-it-was"))).as("the first stands").isEqualTo(wanted);
        store.take("as-it-was", List.of(sample(0)), List.of(new BadRow(1, "d line 2", "no question")));
        assertThat(store.samples("as-it-was", 0, 10)).containsExactly(sample(0));
        assertThat(store.badRows("as-it-was", 10)).containsExactly(new BadRow(1, "d line 2", "no question"));
        SampleResult result = result(wanted, 0, 1, true);
        assertThat(store.record(result)).isEqualTo(result);
        assertThat(store.record(result(wanted, 0, 1, false))).as("the first stands").isEqualTo(result);
    }

    @Test
    void an_intake_goes_on_behind_the_last_row_good_or_bad() {
        store.create(evaluation("intake"));
        assertThat(store.intake("intake")).isEqualTo(new Evaluation.Intake(0, 0, 0, false));
        store.take("intake", List.of(sample(0), sample(1)), List.of(new BadRow(2, "line 3", "no question")));
        store.take("intake", List.of(sample(0), sample(1)), List.of());
        assertThat(store.intake("intake")).isEqualTo(new Evaluation.Intake(2, 1, 3, false));
        store.take("intake", List.of(sample(3)), List.of());
        store.complete("intake");
        store.complete("intake");
        assertThat(store.overview("intake").orElseThrow().intake().complete()).isTrue();
        assertThat(store.overview("intake").orElseThrow().total()).isEqualTo(6);
    }

    @Test
    void a_batch_that_fails_leaves_nothing() {
        store.create(evaluation("torn"));
        assertThatThrownBy(() -> store.take("torn", List.of(sample(0)), List.of(new BadRow(1, "line 2", nothing()))))
                .isInstanceOf(RuntimeException.class);
        assertThat(store.intake("torn").nextIndex()).isZero();
    }

    private static @Nullable String nothing() {
        return null;
    }

    @Test
    void a_status_follows_what_happened_last() {
        store.create(evaluation("status"));
        assertThat(status("status")).isEqualTo("taking_in");
        store.complete("status");
        store.event("status", EvaluationEvent.STARTED, "", AT);
        assertThat(status("status")).isEqualTo("running");
        store.event("status", EvaluationEvent.PAUSED, "by anna", AT);
        assertThat(status("status")).isEqualTo("paused");
        store.event("status", EvaluationEvent.RESUMED, "by anna", AT);
        assertThat(status("status")).isEqualTo("running");
        store.event("status", EvaluationEvent.FINISHED, "", AT);
        assertThat(status("status")).isEqualTo("finished");
    }

    private static String status(String name) {
        return store.overview(name).orElseThrow().status().wire();
    }

    @Test
    void every_result_is_handed_over_once_and_in_order_however_many_there_are() {
        Evaluation many = store.create(evaluation("many"));
        store.take("many", LongStream.range(0, 700).mapToObj(PostgresEvaluationsTest::sample).toList(), List.of());
        LongStream.range(0, 700).map(i -> 699 - i).forEach(i -> {
            store.record(result(many, i, 1, i % 7 == 0));
            store.record(result(many, i, 2, false));
        });
        List<Position> seen = new ArrayList<>();
        store.eachResult("many", r -> seen.add(new Position(r.index(), r.attempt())));
        assertThat(seen).hasSize(1400)
                .isSortedAccordingTo(java.util.Comparator.comparingLong(Position::index).thenComparingInt(Position::attempt));
        assertThat(store.recorded("many", 10, 11)).containsExactlyInAnyOrder(new Position(10, 1), new Position(10, 2), new Position(11, 1),
                new Position(11, 2));
        assertThat(store.bySource("many")).extracting(EvaluationStore.SourceTally::dataSource).containsExactly("chartqa", "tallyqa");
        assertThat(store.bySource("many").getFirst())
                .isEqualTo(new EvaluationStore.SourceTally("chartqa", 700, 700, 50, 700, 700, 700, 50));
        assertThat(store.overview("many").orElseThrow()).extracting(o -> o.done(), o -> o.right(), o -> o.failed()).containsExactly(1400L,
                100L, 0L);
    }

    @Test
    void a_result_of_a_later_run_takes_the_place_of_the_earlier_one_and_both_stay_on_record() {
        Evaluation again = store.create(evaluation("again"));
        store.take("again", List.of(sample(0), sample(1)), List.of());
        store.complete("again");
        SampleResult away = unscored(again, 0);
        assertThat(store.record(away)).isEqualTo(away);
        store.record(result(again, 1, 1, true));
        assertThat(store.replaces(away)).isFalse();
        assertThat(store.recorded("again", 0, 1, true)).hasSize(2);
        assertThat(store.recorded("again", 0, 1, false)).as("the other is asked again").containsExactly(new Position(1, 1));
        assertThat(store.overview("again").orElseThrow()).extracting(o -> o.done(), o -> o.scored(), o -> o.failed(), o -> o.replaced())
                .containsExactly(2L, 1L, 1L, 0L);

        SampleResult mended = later(result(again, 0, 1, true));
        assertThat(store.record(mended)).isEqualTo(mended);
        assertThat(store.replaces(mended)).isTrue();
        assertThat(store.record(away)).as("what an earlier run brought comes too late").isEqualTo(mended);
        assertThat(store.overview("again").orElseThrow()).extracting(o -> o.done(), o -> o.scored(), o -> o.right(), o -> o.replaced())
                .containsExactly(2L, 2L, 2L, 1L);
        List<SampleResult> standing = new ArrayList<>();
        store.eachResult("again", standing::add);
        assertThat(standing).hasSize(2).contains(mended).doesNotContain(away);
    }

    private static SampleResult unscored(Evaluation of, long index) {
        SampleResult r = result(of, index, 1, false);
        return new SampleResult(r.evaluation(), r.index(), r.attempt(), r.sampleId(), r.dataSource(), r.question(), r.images(),
                r.groundTruth(), r.queryId(), QueryStatus.FAILED, Optional.empty(), "EXPERT_UNREACHABLE", "away", Optional.empty(),
                Optional.empty(), false, r.calls(), r.turns(), r.steps(), 1, 2, 30, 10, 7, 120, 3, 1, 12, 3, "rules/1", AT,
                AT.plusMillis(120), 0, true);
    }

    private static SampleResult later(SampleResult r) {
        return new SampleResult(r.evaluation(), r.index(), r.attempt(), r.sampleId(), r.dataSource(), r.question(), r.images(),
                r.groundTruth(), r.queryId(), r.status(), r.answer(), r.reason(), r.message(), r.reference(), r.strict(), r.right(),
                r.calls(), r.turns(), r.steps(), 1, 2, 30, 10, 7, 120, 3, 1, 12, 3, "rules/1", AT, AT.plusMillis(120), 1, false);
    }

    @Test
    void an_evaluation_runs_by_its_record_from_its_start_to_its_end() {
        store.create(evaluation("kept"));
        assertThat(store.running(1_000)).doesNotContain("kept");
        store.complete("kept");
        store.event("kept", EvaluationEvent.STARTED, "", AT);
        assertThat(store.running(1_000)).contains("kept");
        store.event("kept", EvaluationEvent.FAILED, "", AT);
        assertThat(store.running(1_000)).doesNotContain("kept");
    }

    @Test
    void a_replay_asks_the_same_samples_under_the_same_indexes() {
        store.create(evaluation("first"));
        store.take("first", List.of(sample(0), sample(2)), List.of(new BadRow(1, "line 2", "broken")));
        store.complete("first");
        Evaluation second = evaluation("second");
        store.create(new Evaluation("second", second.data(), second.dataHash(), Profile.DEFAULT, "rules", 4, List.of(), 2, 0, 1, "strict",
                Limits.DEFAULT, 0, 4,
                Optional.of(new Replay("first", false)), AT));
        store.takeFrom("second", "first");
        assertThat(store.samples("second", 0, 10)).isEqualTo(store.samples("first", 0, 10));
        assertThat(store.intake("second").complete()).isTrue();
    }

    @Test
    void conditions_and_divergences_stand_once() {
        store.create(evaluation("conditions"));
        QueryConditions conditions = new QueryConditions("conditions-0-1", "conditions", 3, List.of("a"), 0.5, 7, Optional.of("other-0-1"),
                true);
        store.conditions(List.of(conditions, conditions));
        assertThat(store.conditions("conditions-0-1")).contains(conditions);
        assertThat(store.conditions("nobody")).isEmpty();
        Divergence divergence = new Divergence("conditions-0-1/1/answer/a", "conditions-0-1", 1, CallId.parse("answer"), "leaf", "a",
                "another prompt",
                10, 20, false, AT);
        store.diverged(divergence);
        store.diverged(divergence);
        assertThat(store.divergences("conditions-0-1")).containsExactly(divergence);
    }

    @Test
    void nothing_that_was_recorded_can_be_changed() {
        store.create(evaluation("fixed"));
        Sql sql = new Sql(database.dataSource());
        assertThatThrownBy(() -> sql.run("update evaluations set policy = 'remote' where name = 'fixed'"))
                .hasMessageContaining("HISTORY_IS_APPEND_ONLY");
        assertThatThrownBy(() -> sql.run("delete from sample_results")).hasMessageContaining("HISTORY_IS_APPEND_ONLY");
    }
}
