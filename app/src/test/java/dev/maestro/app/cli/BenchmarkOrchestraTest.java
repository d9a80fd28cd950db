package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.benchmark.OrchestraCheckpoint;
import dev.maestro.app.program.ExitCode;
import dev.maestro.core.Json;
import dev.maestro.inference.testing.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark as a person runs it. Nothing here starts a server. */
class BenchmarkOrchestraTest {
    @TempDir
    private Path folder;

    private CommandRun run(String line) {
        // the natives of this build, not unpacked anew for every test
        Map<String, String> environment = Map.of("MAESTRO_HOME", System.getProperty("java.io.tmpdir") + "/maestro-policy-command-test",
                "PATH", "/usr/bin");
        return CommandRun.of(environment, line.split(" "));
    }

    @Test
    void a_table_has_a_row_for_each_split_and_price() {
        CommandRun seen = run("benchmark orchestra --seed 7 --n 40 --policy oracle");
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).startsWith("orchestra: policy oracle, seed 7, 40 tasks a row").contains("accuracy", "regret", "first skill",
                "again if not", "largest slot");
        assertThat(seen.out().lines().filter(line -> line.matches("(seen|wording|combo|ood) +(free|fair|tight) .*"))).hasSize(3 * 12);
        assertThat(run("benchmark orchestra --seed 7 --n 40 --policy oracle").out()).isEqualTo(seen.out());
        assertThat(run("benchmark orchestra --seed 8 --n 40 --policy oracle").out()).isNotEqualTo(seen.out());
    }

    @Test
    void json_has_every_figure_with_its_interval() throws IOException {
        JsonNode report = Json.MAPPER.readTree(run("benchmark orchestra --n 200 --policy rules --split seen --price free --json").out());
        assertThat(report.path("policy").asText()).isEqualTo("rules");
        assertThat(report.path("tasks_per_cell").asInt()).isEqualTo(200);
        JsonNode cell = report.path("cells").path(0);
        assertThat(cell.path("split").asText()).isEqualTo("seen");
        assertThat(cell.path("price").asText()).isEqualTo("free");
        for (String figure : new String[]{"accuracy", "reward", "cost", "calls", "regret", "first_skill", "first_expert", "two_step",
            "again_after_sure", "again_after_doubt", "cheap"}) {
            JsonNode value = cell.path("figures").path(figure);
            assertThat(value.path("low").asDouble()).as(figure).isLessThanOrEqualTo(value.path("value").asDouble());
            assertThat(value.path("high").asDouble()).as(figure).isGreaterThanOrEqualTo(value.path("value").asDouble());
            assertThat(value.path("count").asInt()).as(figure).isPositive();
        }
        for (String shares : new String[]{"experts", "slots", "skill_slots", "skills"}) {
            assertThat(cell.path("figures").path(shares).path("largest_share").path("value").asDouble()).as(shares).isPositive();
        }
    }

    @Test
    void a_checkpoint_plays_the_same_each_time() {
        Path model = OrchestraCheckpoint.write(folder.resolve("model"), 2);
        String line = "benchmark orchestra --n 70 --policy local --split seen --price free --model " + model;
        CommandRun seen = run(line);
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("policy local", "70 tasks");
        assertThat(run(line).out()).isEqualTo(seen.out());
    }

    @Test
    void without_a_checkpoint_the_learned_policy_that_comes_along_plays() {
        CommandRun seen = run("benchmark orchestra --policy local --n 30 --split seen --price free");
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.err()).contains("a learned policy");
        assertThat(seen.out()).contains("policy local", "30 tasks a row", "seen");
    }

    @Test
    void a_checkpoint_made_for_something_else_is_refused() {
        Path model = TinyCheckpoint.write(folder.resolve("tiny"), 3);
        CommandRun seen = run("benchmark orchestra --policy local --model " + model);
        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).startsWith("TOKENIZER_UNSUITABLE: " + model).contains("docs/orchestra.md");
    }

    @ParameterizedTest
    @CsvSource({
        "--policy orakle, 2, BASELINE_UNKNOWN, oracle",
        "--policy local --model /nowhere/tiny, 3, MODEL_MISSING, /nowhere/tiny", "--split odd, 2, SPLIT_UNKNOWN, ood",
        "--price tigth, 2, PRICE_UNKNOWN, tight", "--n 0, 2, TASKS_INVALID, 100000", "--sede 3, 2, OPTION_UNKNOWN, --seed"
    })
    void what_cannot_be_run_is_refused_with_the_way_out(String options, int exit, String code, String way) {
        CommandRun seen = run("benchmark orchestra " + options);
        assertThat(seen.code()).isEqualTo(exit);
        assertThat(seen.err()).startsWith(code + ": ").contains(way);
        assertThat(seen.out()).isEmpty();
    }
}
