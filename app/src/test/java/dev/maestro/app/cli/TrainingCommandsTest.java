package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.benchmark.OrchestraCheckpoint;
import dev.maestro.app.program.ExitCode;
import dev.maestro.core.FolderDigest;
import dev.maestro.core.Json;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingEvent;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Group;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Reports of runs that are on record. */
@Tag("database")
@Timeout(120)
class TrainingCommandsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private final DatabaseConfig config = TestDatabase.freshConfig();
    private final Database database = Database.connect(config);
    private final TrainingStore store = new PostgresTraining(database.dataSource());
    private Map<String, String> environment = Map.of();

    private record Seen(int code, String out, String err) {}

    @BeforeEach
    void configure() {
        environment = Map.of("MAESTRO_HOME", folder.resolve("home").toString(), "PATH", "/usr/bin", "MAESTRO_DATABASE_URL",
                config.jdbcUrl(),
                "MAESTRO_DATABASE_USER", config.user(), "MAESTRO_DATABASE_CREDENTIAL", "env:DB_PASSWORD", "DB_PASSWORD",
                config.password());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Seen run(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), environment, false);
        return new Seen(CommandLines.of(terminal, environment).execute(line.split(" ")), out.toString(), err.toString());
    }

    /**
     * Twenty steps of reading, then forty of learning whose reward rises to a level and falls after the thirtieth of them.
     *
     * @param level the highest reward
     */
    private void recorded(String name, double level, Path model) throws IOException {
        store.create(new Run(name, Json.tree("{\"task\": \"orchestra\", \"seed\": 3, \"note\": \"<script>alert(1)</script>\"}"), NOW));
        store.note(name, TrainingEvent.STARTED, "", NOW);
        for (int step = 1; step <= 20; step++) {
            store.record(new Step(name, step, "reading 1", Json.tree("{\"right\": " + step / 20.0 + ", \"loss\": 1.5}"), NOW), List.of());
        }
        for (int step = 21; step <= 60; step++) {
            double reward = level * Math.min(step - 20, 80 - step) / 30.0 + 0.01 * (step % 3);
            String metrics = String.format(Locale.ROOT, "{\"reward\": %.4f, \"accuracy\": %.4f, \"calls\": 1.5, \"cost\": 0.6, "
                    + "\"entropy_expert\": 0.5, \"largest_expert_slot\": 0.3, \"equal_groups\": 0.1, \"gap\": 0.00002}", reward, reward);
            store.record(new Step(name, step, "stopping", Json.tree(metrics), NOW),
                    List.of(group(name, step, 0, 1, 1), group(name, step, 1, 1, 0)));
        }
        for (long step : new long[]{40, 50, 60}) {
            store.record(new Checkpoint(name, step, FolderDigest.of(model), model.toString(), 1_000_000, NOW));
        }
        store.note(name, TrainingEvent.COLLAPSED, "the reward fell", NOW);
    }

    /** Two rollouts of one prompt. */
    private static Group group(String run, long step, int number, double one, double other) {
        String rollout = "{\"id\": \"r\", \"reward\": %s, \"ending\": \"%s\", \"temperature\": 1.0, \"policy\": \"step-1\", \"response\": [5, 6], "
                + "\"decisions\": [{\"at\": 1, \"kind\": \"EXPERT\", \"chosen\": 6, \"log\": -0.6931471805599453, \"trained\": true, \"explored\": 0.0, \"allowed\": [6, 7]}]}";
        return new Group(run, step, number, "train/" + number, Json.tree("{\"group\": \"g\", \"prompt\": [3, 4], \"trajectories\": ["
                + rollout.formatted(one, "FINISHED") + ", " + rollout.formatted(other, "OUT_OF_TOKENS") + "]}"));
    }

    @Test
    void a_report_says_how_the_run_ended_and_which_checkpoint_to_go_back_to() throws IOException {
        recorded("first", 0.6, OrchestraCheckpoint.write(folder.resolve("model"), 2));

        Seen seen = run("training report first");

        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("first: collapsed, 60 steps, 80 groups of trajectories",
                "best checkpoint: step 50, mean reward 0.5",
                "reading 1", "steps 41 to 60, stopping", "steps 1 to 20, reading 1", "--html report.html");
        assertThat(run("training show first").out()).contains("best checkpoint: step 50", "maestro policy promote first");
    }

    @Test
    void json_has_figures_curves_and_samples_with_their_texts() throws IOException {
        Path model = OrchestraCheckpoint.write(folder.resolve("model"), 2);
        recorded("first", 0.6, model);

        JsonNode report = Json.tree(run("training report first --json").out());

        JsonNode reward = report.path("figures").path("reward");
        assertThat(reward.path("low").asDouble()).isLessThan(reward.path("mean").asDouble());
        assertThat(reward.path("count").asInt()).isEqualTo(20);
        assertThat(report.path("best").path("checkpoint").path("step").asInt()).isEqualTo(50);
        JsonNode curve = report.path("curves").path(0);
        assertThat(curve.path("metric").asText()).isEqualTo("reward");
        assertThat(curve.path("windows")).hasSize(8).allSatisfy(window -> assertThat(window.path("stage").asText()).isEqualTo("stopping"));
        JsonNode sample = report.path("samples").path(0);
        assertThat(sample.path("step").asInt()).isEqualTo(50);
        assertThat(sample.path("number").asInt()).as("the group that taught something comes first").isEqualTo(1);
        assertThat(sample.path("rollouts")).hasSize(2);
        assertThat(sample.path("rollouts").path(0).path("written").asText()).isNotBlank().isNotEqualTo("5 6");
        assertThat(sample.path("rollouts").path(0).path("decisions").path(0).path("probability").asDouble()).isEqualTo(0.5);
    }

    @Test
    void the_page_needs_nothing_from_outside_and_shows_what_was_written_as_text() throws Exception {
        Path model = OrchestraCheckpoint.write(folder.resolve("model"), 2);
        recorded("first", 0.6, model);
        Path file = folder.resolve("reports/first.html");

        Seen seen = run("training report first --html " + file);

        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("page: " + file);
        String page = Files.readString(file);
        assertThat(page).contains("default-src 'none'", "Best checkpoint", "Largest shares", "Not on record in this run", "out of tokens",
                "&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script", "http:", "https:", "src=", "url(");
        Matcher plots = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        int count = 0;
        while (plots.find()) {
            count++;
            assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(plots.group())))
                    .getElementsByTagName("polyline").getLength()).isPositive();
            assertThat(plots.group()).doesNotContain("NaN", "Infinity");
        }
        assertThat(count).isEqualTo(8);
    }

    @Test
    void without_any_checkpoint_folder_samples_are_shown_as_numbers() throws IOException {
        Path model = OrchestraCheckpoint.write(folder.resolve("model"), 2);
        recorded("first", 0.6, model);
        try (var files = Files.walk(model)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }

        JsonNode report = Json.tree(run("training report first --json").out());

        assertThat(report.path("samples").path(0).path("rollouts").path(0).path("written").asText()).isEqualTo("5 6");
    }

    @Test
    void two_runs_stand_side_by_side_with_what_differs() throws IOException {
        Path model = OrchestraCheckpoint.write(folder.resolve("model"), 2);
        recorded("first", 0.6, model);
        recorded("second", 0.9, model);

        Seen seen = run("training compare first second");
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out().lines().filter(line -> line.startsWith("reward"))).singleElement().asString().contains("differs");
        assertThat(seen.out().lines().filter(line -> line.startsWith("calls"))).singleElement().asString().doesNotContain("differs");
        assertThat(seen.out()).contains("best checkpoint", "step 50, mean reward");

        JsonNode json = Json.tree(run("training compare first second --json").out());
        JsonNode reward = json.path("differences").path(0);
        assertThat(reward.path("metric").asText()).isEqualTo("reward");
        assertThat(reward.path("low").asDouble()).isPositive();
        assertThat(json.path("other").path("figures").path("reward").path("mean").asDouble()
                - json.path("one").path("figures").path("reward").path("mean").asDouble()).isEqualTo(reward.path("change").asDouble());
    }

    @Test
    void a_run_that_has_taken_no_step_is_reported_as_such() {
        store.create(new Run("empty", Json.tree("{}"), NOW));

        Seen seen = run("training report empty --html " + folder.resolve("empty.html"));

        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(seen.out()).contains("empty: stopped, 0 steps");
        assertThat(folder.resolve("empty.html")).content().contains("<h1>empty</h1>").doesNotContain("<svg");
    }

    @Test
    void what_cannot_be_reported_is_refused_with_the_way_out() throws IOException {
        recorded("first", 0.6, OrchestraCheckpoint.write(folder.resolve("model"), 2));

        Seen unknown = run("training report frist");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(unknown.err()).startsWith("TRAINING_UNKNOWN: ").contains("first");
        assertThat(run("training compare first second").err()).startsWith("TRAINING_UNKNOWN: ");
        Seen unwritable = run("training report first --html " + folder.resolve("model/config.json/report.html"));
        assertThat(unwritable.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(unwritable.err()).startsWith("REPORT_UNWRITABLE: ");
    }
}
