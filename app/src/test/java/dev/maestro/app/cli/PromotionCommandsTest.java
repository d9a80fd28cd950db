package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.benchmark.OrchestraCheckpoint;
import dev.maestro.app.program.ExitCode;
import dev.maestro.core.FolderDigest;
import dev.maestro.core.Json;
import dev.maestro.inference.testing.TinyCheckpoint;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Promotion;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promotions as an operator makes them, on a database and small checkpoints with weights that were drawn. */
@Tag("database")
@Timeout(180)
class PromotionCommandsTest {
    private static final String FEW = "--n 20 --split seen --price free,tight";

    @TempDir
    private Path folder;

    private final DatabaseConfig config = TestDatabase.freshConfig();
    private final Database database = Database.connect(config);
    private final TrainingStore store = new PostgresTraining(database.dataSource());
    private Map<String, String> environment = Map.of();

    private record Seen(int code, String out, String err) {}

    @BeforeEach
    void configure() {
        // the natives of this build, not unpacked anew for every test
        environment = Map.of("MAESTRO_HOME", System.getProperty("java.io.tmpdir") + "/maestro-policy-command-test", "PATH", "/usr/bin",
                "MAESTRO_DATABASE_URL", config.jdbcUrl(), "MAESTRO_DATABASE_USER", config.user(), "MAESTRO_DATABASE_CREDENTIAL",
                "env:DB_PASSWORD", "DB_PASSWORD", config.password());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Seen run(String line) {
        return with(environment, line);
    }

    private Seen with(Map<String, String> settings, String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), settings, false);
        return new Seen(CommandLines.of(terminal, settings).execute(line.split(" ")), out.toString(), err.toString());
    }

    /** A run with a checkpoint at each of these steps, whose reward is highest at the second. */
    private List<Path> trained(String name, long... at) throws IOException {
        store.create(new Run(name, Json.tree("{\"task\": \"orchestra\"}"), Instant.now()));
        List<Path> folders = new java.util.ArrayList<>();
        long next = 1;
        for (int i = 0; i < at.length; i++) {
            for (; next <= at[i]; next++) {
                store.record(new Step(name, next, "stopping", Json.tree("{\"reward\": " + (i == 1 ? 0.8 : 0.2) + "}"), Instant.now()),
                        List.of());
            }
            Path checkpoint = OrchestraCheckpoint.write(folder.resolve(name + at[i]), i);
            store.record(new Checkpoint(name, at[i], FolderDigest.of(checkpoint), checkpoint.toString(), 1, Instant.now()));
            folders.add(checkpoint);
        }
        return folders;
    }

    private Promotion newest() {
        return store.promotions(1).getFirst();
    }

    @Test
    void the_best_checkpoint_of_a_run_is_played_against_what_serves_and_refused_where_it_may_be_worse() throws IOException {
        trained("first", 10, 30, 50);

        Seen seen = run("policy promote first " + FEW);

        assertThat(seen.code()).isEqualTo(ExitCode.QUERY_FAILED.code());
        assertThat(seen.err()).contains("chosen: step 30, mean reward 0.800", "policy rules", "PROMOTION_NOT_BETTER: orchestra: reward",
                "over 20 pairs", "--anyway REASON");
        assertThat(store.promotions(10)).isEmpty();
    }

    @Test
    void with_a_reason_it_serves_anyway_by_name_and_the_same_weights_are_no_worse_than_themselves() throws IOException {
        List<Path> first = trained("first", 10, 30);

        Seen seen = run("policy promote first --anyway because");
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains(first.get(1) + " serves policy local now", "anyway: because", "before:   policy rules");
        assertThat(newest().anyway()).isTrue();
        assertThat(newest().by()).isEqualTo(System.getProperty("user.name"));
        assertThat(newest().digest()).isEqualTo(FolderDigest.of(first.get(1)));

        Path twin = OrchestraCheckpoint.write(folder.resolve("twin"), 1);
        Seen same = run("policy promote " + twin + " --json " + FEW);
        assertThat(same.code()).as(same.err()).isZero();
        JsonNode evidence = Json.tree(same.out()).path("promotion").path("evidence");
        assertThat(evidence.path("kind").asText()).isEqualTo("orchestra");
        assertThat(evidence.path("pairs").asInt()).isEqualTo(20);
        assertThat(evidence.path("change").path("low").asDouble()).isZero();
        assertThat(evidence.path("before").asText()).isEqualTo(first.get(1).toString());
        assertThat(evidence.path("cells")).hasSize(2);
        assertThat(evidence.path("version").asText()).startsWith("twin@");
    }

    @Test
    void rollbacks_go_back_one_by_one_and_the_list_says_what_served_when() throws IOException {
        List<Path> first = trained("first", 10, 30);
        run("policy promote first:10 --anyway early");
        run("policy promote first:30 --anyway late");

        Seen back = run("policy rollback");
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(back.out()).contains(first.get(1) + " is rolled back", "Now serves: " + first.get(0));
        assertThat(run("policy rollback").out()).contains("Now serves: policy rules, as no model serves");
        Seen none = run("policy rollback");
        assertThat(none.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(none.err()).startsWith("ROLLBACK_IMPOSSIBLE: ");

        List<String> lines = run("policy promotions").out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).contains("rolled back", "(what the configuration names)");
        assertThat(lines.get(4)).contains("promoted anyway", "anyway: early", first.get(0).toString(), "first10@");
        assertThat(Json.tree(run("policy promotions --json").out()).path("promotions")).hasSize(4);
    }

    @Test
    void a_rollback_to_a_folder_that_is_gone_is_refused() throws IOException {
        List<Path> first = trained("first", 10, 30);
        run("policy promote first:10 --anyway early");
        run("policy promote first:30 --anyway late");
        Files.delete(first.get(0).resolve("model.safetensors"));

        Seen seen = run("policy rollback");

        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).startsWith("PROMOTED_CHECKPOINT_DIFFERS: " + first.get(0));
        assertThat(store.serving().orElseThrow().folder()).isEqualTo(first.get(1).toString());
    }

    @Test
    void a_checkpoint_whose_files_were_changed_since_it_was_recorded_is_refused() throws IOException {
        List<Path> first = trained("first", 10);
        Files.writeString(first.getFirst().resolve("config.json"), Files.readString(first.getFirst().resolve("config.json")) + "\n");

        Seen seen = run("policy promote first --anyway because");

        assertThat(seen.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).contains("PROMOTED_CHECKPOINT_DIFFERS: ", "was recorded with");
        assertThat(store.promotions(1)).isEmpty();
    }

    @Test
    void what_serves_already_is_not_promoted_again() throws IOException {
        trained("first", 10);
        run("policy promote first --anyway because");

        assertThat(run("policy promote first:10 --anyway again").err()).startsWith("PROMOTION_SERVES_ALREADY: ");
    }

    @Test
    void a_checkpoint_that_is_made_for_something_else_needs_evaluations_or_a_reason() {
        Path tiny = TinyCheckpoint.write(folder.resolve("tiny"), 3);

        Seen seen = run("policy promote " + tiny + " " + FEW);
        assertThat(seen.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(seen.err()).contains("PROMOTION_NEEDS_EVIDENCE: " + tiny, "--evaluations BEFORE,AFTER");
        assertThat(run("policy promote " + tiny + " --evaluations one,two").err()).startsWith("EVALUATION_UNKNOWN: ");

        assertThat(run("policy promote " + tiny + " --anyway because").code()).isZero();
        assertThat(store.serving().orElseThrow().folder()).isEqualTo(tiny.toString());
    }

    @Test
    void where_workers_take_no_promotions_up_nothing_is_promoted() throws IOException {
        trained("first", 10);
        Map<String, String> never = new HashMap<>(environment);
        never.put("MAESTRO_POLICY_LOCAL_PROMOTED", "false");

        assertThat(with(never, "policy promote first --anyway because").err()).contains("policy.local.promoted is false");
    }

    @ParameterizedTest
    @CsvSource({
        "policy promote frist, 2, PROMOTION_CHECKPOINT_UNKNOWN, first", "policy promote first:11, 2, PROMOTION_STEP_UNKNOWN, 10",
        "policy promote first --evaluations a, 2, PROMOTION_OPTIONS_CONFLICT, 'BEFORE,AFTER'",
        "'policy promote first --evaluations a,b --anyway x', 2, PROMOTION_OPTIONS_CONFLICT, --evaluations",
        "policy promote first --split odd, 2, SPLIT_UNKNOWN, ood",
        "'policy promote first --split seen,train', 2, PROMOTION_OPTIONS_CONFLICT, ood",
        "policy promote first --n 0, 2, TASKS_INVALID, 100000",
        "policy promote, 2, ARGUMENT_INVALID, CHECKPOINT", "policy promotions --limit 0, 2, LIMIT_INVALID, 10000"
    })
    void what_cannot_be_done_is_refused_with_the_way_out(String line, int exit, String code, String way) throws IOException {
        trained("first", 10);
        Seen seen = run(line);
        assertThat(seen.code()).as(seen.err()).isEqualTo(exit);
        assertThat(seen.err()).contains(code + ": ").contains(way);
        assertThat(seen.out()).isEmpty();
    }
}
