package dev.maestro.app.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.app.evaluation.data.DataRow.Bad;
import dev.maestro.app.evaluation.data.DataRow.Good;
import dev.maestro.app.evaluation.data.DataRow.ImageSource;
import dev.maestro.app.program.Problem;
import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {
    @TempDir
    private Path folder;

    private static List<DataRow> rows(DataSet data, long from) {
        List<DataRow> rows = new ArrayList<>();
        data.rows(from, rows::add);
        return rows;
    }

    private DataSet jsonLines(String... lines) throws IOException {
        return DataSet.open(Files.writeString(folder.resolve("set.jsonl"), String.join("\n", lines)));
    }

    @Test
    void a_line_of_json_is_read_as_it_is_documented() throws IOException {
        assertThat(rows(
                jsonLines(
                        """
                {"id": "a7", "question": "<image>How many?", "images": ["p/1.png"], "ground_truth": ["7", "seven"], "data_source": "tallyqa", "more": {"is": "passed over"}}"""),
                0))
                .containsExactly(new Good(0, "set.jsonl line 1", "a7", "tallyqa", "How many?",
                        List.of(new ImageSource.InFile(folder.resolve("p/1.png"))), List.of("7", "seven"), false));
    }

    @Test
    void an_answer_may_be_a_text_or_a_number_and_an_image_one_path_and_ids_may_be_missing() throws IOException {
        List<DataRow> rows = rows(jsonLines("{\"question\": \"How much?\", \"image\": \"1.png\", \"answer\": 2.50}", "",
                "{\"question\": \"Which?\", \"answer\": \"B\"}"), 0);
        assertThat(rows).containsExactly(
                new Good(0, "set.jsonl line 1", "0", "", "How much?", List.of(new ImageSource.InFile(folder.resolve("1.png"))),
                        List.of("2.5"),
                        true),
                new Good(1, "set.jsonl line 3", "1", "", "Which?", List.of(), List.of("B"), true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"question\": \"cut | it is not JSON",
        "[1, 2] | no object",
        "{\"answer\": \"7\"} | no question",
        "{\"question\": \"  \", \"answer\": \"7\"} | no question",
        "{\"question\": \"How many?\"} | no answer",
        "{\"question\": \"How many?\", \"ground_truth\": []} | no answer",
        "{\"question\": \"How many?\", \"ground_truth\": [\"\"]} | no answer",
        "{\"question\": \"<image><image> alike?\", \"answer\": \"no\", \"images\": [\"1.png\"]} | 2 <image> markers, and the row has 1 images",
        "{\"question\": \"How many?\", \"answer\": \"7\", \"images\": [\"\"]} | no path",
    })
    void a_bad_line_is_named_with_its_place_and_reason_and_the_next_one_is_read(String line, String reason) throws IOException {
        List<DataRow> rows = rows(jsonLines(line, "{\"question\": \"How many?\", \"answer\": \"7\"}"), 0);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst()).isInstanceOfSatisfying(Bad.class, bad -> {
            assertThat(bad.place()).isEqualTo("set.jsonl line 1");
            assertThat(bad.reason()).contains(reason.strip());
        });
        assertThat(rows.getLast()).isInstanceOf(Good.class);
    }

    private static DataSet parquet(String name) throws URISyntaxException {
        return DataSet.open(Path.of(DataSetsTest.class.getResource("/parquet/" + name + ".parquet").toURI()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"images-list-struct", "images-list-bytes", "images-list-path", "images-struct", "image-struct", "image-bytes",
        "image-path", "image-list-struct"})
    void a_picture_is_read_in_every_usual_shape(String name) throws Exception {
        assertThat(rows(parquet(name), 0)).singleElement().isInstanceOfSatisfying(Good.class, good -> {
            assertThat(good.question()).isEqualTo("How many red circles are there?");
            assertThat(good.images()).singleElement();
        });
    }

    @ParameterizedTest
    @CsvSource({"image-number, image", "images-list-number, images"})
    void a_picture_of_another_shape_stops_with_its_column_and_type_and_is_not_left_out_silently(String name, String column) {
        assertThatThrownBy(() -> rows(parquet(name), 0)).isInstanceOf(Problem.class).hasMessageStartingWith("DATA_UNREADABLE")
                .hasMessageContaining("column \"" + column + "\" of a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"truth-bytes", "truth-one-bytes", "truth-number"})
    void a_truth_of_bytes_or_a_number_is_its_text(String name) throws Exception {
        assertThat(rows(parquet(name), 0)).singleElement()
                .isInstanceOfSatisfying(Good.class, good -> assertThat(good.groundTruth()).containsExactly("1"));
    }

    @ParameterizedTest
    @CsvSource({"truth-no-text, no UTF-8 text", "truth-struct, a structure"})
    void a_truth_that_is_no_text_is_refused_and_never_compared_with(String name, String reason) throws Exception {
        assertThat(rows(parquet(name), 0)).singleElement()
                .isInstanceOfSatisfying(Bad.class, bad -> assertThat(bad.reason()).startsWith("its answer ").contains(reason));
    }

    @Test
    void groups_without_rows_are_no_error_anywhere_in_the_file() throws Exception {
        assertThat(rows(parquet("empty"), 0)).isEmpty();
        List<DataRow> all = rows(parquet("empty-between"), 0);
        assertThat(all).hasSize(4).extracting(DataRow::index).containsExactly(0L, 1L, 2L, 3L);
        assertThat(rows(parquet("empty-between"), 3)).isEqualTo(all.subList(3, 4));
        assertThat(rows(parquet("empty-between"), 4)).isEmpty();
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_line() throws IOException {
        assertThat(rows(jsonLines("\uFEFF{\"question\": \"How many?\", \"answer\": \"7\"}"), 0)).singleElement().isInstanceOf(Good.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"question\": \"How many?\", \"answer\": \"1\\u0000\"}", "{\"question\": \"How\\u0000 many?\", \"answer\": \"1\"}",
        "{\"question\": \"How many?\", \"answer\": \"1\", \"id\": \"\\u0000\"}", "{\"question\": \"How \\ud83d?\", \"answer\": \"1\"}",
        "{\"question\": \"How many?\", \"answer\": {\"value\": 1}}", "{\"question\": \"How many?\", \"answer\": [[1]]}"})
    void one_row_that_cannot_be_kept_does_not_end_the_intake(String line) throws IOException {
        List<DataRow> rows = rows(jsonLines(line, "{\"question\": \"How many?\", \"answer\": \"1\"}"), 0);
        assertThat(rows.getFirst()).isInstanceOfSatisfying(Bad.class, bad -> assertThat(bad.place()).isEqualTo("set.jsonl line 1"));
        assertThat(rows.getLast()).isInstanceOf(Good.class);
    }

    @Test
    void rows_are_read_from_any_index_on_under_the_same_index() throws IOException {
        DataSet data = jsonLines("{\"question\": \"a?\", \"answer\": 1}", "broken", "{\"question\": \"c?\", \"answer\": 3}");
        assertThat(rows(data, 0).subList(2, 3)).isEqualTo(rows(data, 2));
        assertThat(rows(data, 3)).isEmpty();
    }

    @Test
    void a_folder_is_pictures_with_a_text_beside_each() throws IOException {
        Files.write(folder.resolve("b.png"), new byte[]{1});
        Files.writeString(folder.resolve("b.txt"), "How many?\n7\nseven\n");
        Files.write(folder.resolve("a.JPG"), new byte[]{1});
        assertThat(rows(DataSet.open(folder), 0)).containsExactly(
                new Bad(0, "a.JPG", "there is no a.txt with its question beside it"),
                new Good(1, "b.txt", "b", "", "How many?", List.of(new ImageSource.InFile(folder.resolve("b.png"))), List.of("7", "seven"),
                        false));
        String before = DataSet.open(folder).hash();
        Files.writeString(folder.resolve("b.txt"), "How many?\n8\n");
        assertThat(DataSet.open(folder).hash()).isNotEqualTo(before);
    }

    @Test
    void a_folder_with_a_list_is_read_by_its_list() throws IOException {
        Files.writeString(folder.resolve("questions.jsonl"), "{\"question\": \"How many?\", \"answer\": \"7\", \"image\": \"x.png\"}");
        assertThat(rows(DataSet.open(folder), 0)).singleElement().isInstanceOf(Good.class);
    }

    @Test
    void what_is_no_data_set_is_refused() throws IOException {
        assertThatThrownBy(() -> DataSet.open(folder.resolve("nothing"))).isInstanceOf(Problem.class)
                .hasMessageStartingWith("DATA_MISSING");
        assertThatThrownBy(() -> rows(DataSet.open(folder), 0)).isInstanceOf(Problem.class).hasMessageStartingWith("DATA_EMPTY");
        Path torn = Files.writeString(folder.resolve("torn.parquet"), "PAR1 and no more");
        assertThatThrownBy(() -> rows(DataSet.open(torn), 0)).isInstanceOf(Problem.class).hasMessageStartingWith("DATA_UNREADABLE");
        Path binary = Files.write(folder.resolve("binary"), new byte[]{(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> rows(DataSet.open(binary), 0)).isInstanceOf(Problem.class).hasMessageStartingWith("DATA_UNREADABLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "train_data_example.parquet | 2511 | What ride-hailing start-up had 88 percent growth in 2019? | Go-Jek | 66397",
        "val_data_example.parquet | 1691 | Who ranked second in the IAAF ranking as of December 2020? | Tania Vicenzino | 78753",
    })
    void the_examples_of_the_reference_system_are_read(String file, String id, String question, String truth, int bytes) {
        Optional<Path> data = ProjectFiles.shared("data/reference/" + file);
        assumeTrue(data.isPresent(), "the shared example data is not beside the project");
        assertThat(rows(DataSet.open(data.get()), 0)).singleElement().isInstanceOfSatisfying(Good.class, row -> {
            assertThat(row)
                    .extracting(Good::index, Good::place, Good::id, Good::dataSource, Good::question, Good::groundTruth, Good::textTruth)
                    .containsExactly(0L, file + " row 0", id, "chartqa", question, List.of(truth), false);
            assertThat(row.images()).singleElement().isInstanceOfSatisfying(ImageSource.Bytes.class,
                    image -> assertThat(image.bytes()).hasSize(bytes));
        });
        assertThat(rows(DataSet.open(data.get()), 1)).as("behind the last row").isEmpty();
    }
}
