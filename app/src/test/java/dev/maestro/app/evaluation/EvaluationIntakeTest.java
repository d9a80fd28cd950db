package dev.maestro.app.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.evaluation.data.DataRow;
import dev.maestro.app.evaluation.data.DataSet;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.history.PostgresArtifacts;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class EvaluationIntakeTest {
    private static Database database;
    private static EvaluationStore store;
    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        store = new PostgresEvaluations(database.dataSource());
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static Evaluation evaluation(String name, long most) {
        return store.create(
                new Evaluation(name, "numbers", "sha256:0", Profile.DEFAULT, "rules", 1, List.of(), 1, 0, 1, "strict", Limits.DEFAULT,
                        most, 4, Optional.empty(), Instant.EPOCH));
    }

    private EvaluationIntake intake() {
        return new EvaluationIntake(store, new PostgresArtifacts(database.dataSource()), said::add);
    }

    /** Numbers; every tenth row is bad; breaks down before a row. */
    private record Numbers(int rows, int breaksBefore, List<Long> read) implements DataSet {
        @Override
        public String hash() {
            return "sha256:0";
        }

        @Override
        public void rows(long fromIndex, Predicate<DataRow> taker) {
            for (long i = fromIndex; i < rows; i++) {
                if (i == breaksBefore) {
                    throw new IllegalStateException("the power is out");
                }
                read.add(i);
                if (!taker.test(i % 10 == 9
                        ? new DataRow.Bad(i, "row " + i, "it is bad")
                        : new DataRow.Good(i, "row " + i, "" + i, "", "what is " + i + "?", List.of(), List.of("" + i), true))) {
                    return;
                }
            }
        }
    }

    @Test
    void an_intake_that_was_broken_off_goes_on_where_it_was_and_takes_nothing_twice() {
        Evaluation evaluation = evaluation("broken-off", 0);
        assertThatThrownBy(() -> intake().take(evaluation, new Numbers(200, 150, new ArrayList<>()), "numbers", false))
                .hasMessage("the power is out");
        assertThat(store.intake("broken-off")).extracting(Evaluation.Intake::complete, Evaluation.Intake::nextIndex).containsExactly(false,
                128L);

        List<Long> read = new ArrayList<>();
        intake().take(evaluation, new Numbers(200, -1, read), "numbers", false);
        assertThat(read.getFirst()).as("what was stored is not read again").isEqualTo(128);
        assertThat(store.overview("broken-off").orElseThrow().intake())
                .extracting(Evaluation.Intake::samples, Evaluation.Intake::badRows, Evaluation.Intake::complete)
                .containsExactly(180L, 20L, true);
        assertThat(store.samples("broken-off", 0, 500)).extracting(Evaluation.Sample::index).doesNotHaveDuplicates().hasSize(180);
        assertThat(store.samples("broken-off", 0, 1).getFirst()).extracting(Evaluation.Sample::dataSource, Evaluation.Sample::textTruth)
                .containsExactly("numbers", true);
        assertThat(said).contains("left out: row 9: it is bad", "going on to take data in at row 128: 116 samples are there");

        read.clear();
        intake().take(evaluation, new Numbers(200, -1, read), "numbers", false);
        assertThat(read).as("once complete, nothing is read").isEmpty();
    }

    @Test
    void a_limit_counts_samples_and_not_rows() {
        intake().take(evaluation("limited", 15), new Numbers(100, -1, new ArrayList<>()), "", false);
        assertThat(store.overview("limited").orElseThrow().intake())
                .extracting(Evaluation.Intake::samples, Evaluation.Intake::badRows, Evaluation.Intake::complete)
                .containsExactly(15L, 1L, true);
    }

    @Test
    void when_strict_the_first_bad_row_ends_it() {
        assertThatThrownBy(() -> intake().take(evaluation("strict", 0), new Numbers(100, -1, new ArrayList<>()), "", true))
                .isInstanceOf(Problem.class).hasMessageStartingWith("SAMPLE_INVALID: row 9: it is bad");
    }

    @Test
    void a_picture_is_stored_once_however_many_rows_show_it_and_one_that_is_none_makes_a_bad_row() {
        byte[] png = ShippedDrawings.generators().named("sign").draw(1).png();
        DataSet drawn = new DataSet() {
            @Override
            public String hash() {
                return "sha256:1";
            }

            @Override
            public void rows(long fromIndex, Predicate<DataRow> taker) {
                taker.test(row(0, png));
                taker.test(row(1, png));
                taker.test(row(2, "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
        };
        intake().take(evaluation("pictures", 0), drawn, "", false);
        List<Evaluation.Sample> samples = store.samples("pictures", 0, 10);
        assertThat(samples).hasSize(2);
        assertThat(samples.get(0).images()).isEqualTo(samples.get(1).images()).hasSize(1);
        assertThat(new Sql(database.dataSource()).one("select count(*) from artifacts where hash = ?", row -> row.getLong(1),
                samples.get(0).images().getFirst())).contains(1L);
        assertThat(store.badRows("pictures", 10)).singleElement().satisfies(bad -> assertThat(bad.place()).isEqualTo("row 2"));
    }

    private static DataRow row(long index, byte[] image) {
        return new DataRow.Good(index, "row " + index, "" + index, "", "what is it?", List.of(new DataRow.ImageSource.Bytes(image)),
                List.of("a sign"), true);
    }
}
