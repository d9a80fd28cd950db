package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.Json;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.drawings.Drawing;
import dev.maestro.drawings.ReceiptGenerator;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.ProjectFiles;
import dev.maestro.testing.Script;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator's day with the files of {@code docs/examples}, on one running stack whose worker is never
 * restarted: an expert and a skill come by one SQL file, answer, and go by another; bad files change nothing.
 */
@Tag("end-to-end")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistryAdmitTest {
    private static final String EXPERT = "Receipt-Reader-2B";
    private static final String LEAF = "Receipt_Skill";
    private static final String QUESTION = "What is the name of the cashier?";
    private static final Drawing RECEIPT = new ReceiptGenerator().draw(4);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeExpert fake = FakeExpert.start().serving("receipt-reader-2b");
    private Path home;
    private Path files;
    private Map<String, String> environment = Map.of();
    private Stack stack;
    private ConnectedServices services;
    private AutoCloseable worker;
    private int queries;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        files = Files.createDirectories(folder.resolve("files"));
        Files.createDirectories(home.resolve("migrations"));
        TestHomes.withDatabase(home);
        environment = new HashMap<>(TestHomes.environment(home));
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin"));
        Configuration configuration = ConfigurationReader.read(environment, home);
        stack = Stack.start(configuration, environment, "up", StackNeed.WORKER, Duration.ZERO, Progress.SILENT);
        services = new ConnectedServices(stack.endpoints());
        services.migrate(configuration.migrations());
        worker = services.startWorker(configuration, environment);
        stack.announce();
        fake.always(reading());
    }

    @AfterAll
    void stop() throws Exception {
        worker.close();
        services.close();
        stack.close();
        fake.close();
    }

    /** Knows the receipts that were drawn by their bytes, as a good reader would by looking; everything else is "42". */
    private static Script reading() {
        Map<String, String> known = new HashMap<>();
        for (long seed = 1; seed <= 10; seed++) {
            Drawing drawn = new ReceiptGenerator().draw(seed);
            known.put(Base64.getEncoder().encodeToString(drawn.png()), drawn.accepted().getFirst());
        }
        return exchange -> {
            String sent = exchange.received().body().toString();
            Script.answer("It is printed there.\n"
                    + known.entrySet().stream().filter(e -> sent.contains(e.getKey())).map(Map.Entry::getValue).findFirst().orElse("42"))
                    .play(exchange);
        };
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(environment, arguments);
    }

    /** A file of the documentation, with the endpoint of the fake in place of the one there. */
    private Path example(String name) throws IOException {
        return file(name,
                Files.readString(ProjectFiles.root().resolve("docs/examples").resolve(name)).replace("http://127.0.0.1:8000/v1",
                        fake.endpoint()));
    }

    private Path file(String name, String sql) throws IOException {
        return Files.writeString(files.resolve(name), sql);
    }

    private long current() {
        return services.registry().current();
    }

    /** Workers follow within a second; a query is asked when they have. */
    private void followed(long revision) {
        Eventually.that("the worker pins revision " + revision, () -> ask("Is this followed?", false).registryRevision() == revision);
    }

    private QueryResult ask(String question, boolean image) {
        return await(submit(question, image));
    }

    private String submit(String question, boolean image) {
        String id = "day-" + ++queries;
        services.queries().submit(new QueryInput(
                id, question, image ? List.of(services.artifacts().put(RECEIPT.png(), "image/png")) : List.of(), Profile.DEFAULT, "rules",
                Limits.DEFAULT, 0));
        return id;
    }

    private QueryResult await(String id) {
        Optional<QueryResult> result = services.queries().await(id, PATIENCE);
        assertThat(result).as("end of query " + id).isPresent();
        return result.orElseThrow();
    }

    @Test
    @Order(1)
    void an_expert_that_answers_wrongly_is_measured_and_not_admitted() throws IOException {
        long before = services.registry().newest();
        fake.always(Script.answer("42"));
        CommandRun seen = run("registry", "admit", example("V0001__add_receipts.sql").toString());
        fake.always(reading());
        assertThat(seen.code()).as(seen.err()).isEqualTo(ExitCode.QUERY_FAILED.code());
        assertThat(seen.out()).contains("0 of 10 right", "receipt-04 (said \"42\", accepted: \"Carlos\")", "nothing was changed");
        assertThat(services.registry().newest()).isEqualTo(before);
        assertThat(home.resolve("migrations")).isEmptyDirectory();
    }

    @Test
    @Order(2)
    void an_expert_that_cannot_be_reached_is_asked_nothing_and_not_admitted() throws IOException {
        int asked = fake.received().size();
        fake.serving("another-model");
        CommandRun seen = run("registry", "admit", example("V0001__add_receipts.sql").toString(), "--json");
        fake.serving("receipt-reader-2b");
        assertThat(seen.code()).isEqualTo(ExitCode.QUERY_FAILED.code());
        JsonNode report = Json.tree(seen.out());
        assertThat(report.path("passed").asBoolean()).isFalse();
        assertThat(report.path("findings").toString()).contains("does not serve \\\"receipt-reader-2b\\\" but another-model");
        assertThat(fake.received()).hasSize(asked);
    }

    @Test
    @Order(3)
    void a_dry_run_measures_and_changes_nothing() throws IOException {
        long before = services.registry().newest();
        CommandRun seen = run("registry", "admit", example("V0001__add_receipts.sql").toString(), "--dry-run", "--json");
        assertThat(seen.code()).as(seen.out() + seen.err()).isZero();
        JsonNode report = Json.tree(seen.out());
        assertThat(report.path("revision").isNull()).isTrue();
        JsonNode measure = report.path("measures").path(0);
        assertThat(measure.path("expert").asText()).isEqualTo(EXPERT);
        assertThat(measure.path("target").asText()).isEqualTo(LEAF);
        assertThat(measure.path("right").asInt()).isEqualTo(10);
        assertThat(measure.path("p95_ms").asLong()).isGreaterThanOrEqualTo(measure.path("p50_ms").asLong());
        // 11 tokens in, 7 out: 1.1 + 2.8 micros, rounded up.
        assertThat(measure.path("micros_per_call").asLong()).isEqualTo(4);
        assertThat(report.path("difference").path("changes").toString()).contains(EXPERT, LEAF, "receipt.answer", "receipt-10");
        assertThat(services.registry().newest()).isEqualTo(before);
        assertThat(home.resolve("migrations")).isEmptyDirectory();
    }

    @Test
    @Order(4)
    void one_file_brings_an_expert_and_a_skill_and_the_next_query_uses_both_without_a_restart() throws IOException {
        long before = current();
        assertThat(ask(QUESTION, true).experts()).doesNotContain(EXPERT);

        CommandRun seen = run("registry", "admit", example("V0001__add_receipts.sql").toString());
        assertThat(seen.code()).as(seen.out() + seen.err()).isZero();
        assertThat(seen.out()).contains("10 of 10 right", "answers two calls at once", "+ experts \"" + EXPERT + "\"",
                "Admitted: revision " + (before + 1));
        assertThat(home.resolve("migrations/V0001__add_receipts.sql")).exists();
        followed(before + 1);

        QueryResult result = ask(QUESTION, true);
        assertThat(result.status()).as(result.toString()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(result.answer()).contains(RECEIPT.accepted().getFirst());
        assertThat(result.experts()).containsExactly(EXPERT);
        assertThat(result.skills()).containsExactly(LEAF);
        assertThat(result.registryRevision()).isEqualTo(before + 1);
        JsonNode body = fake.last().body();
        assertThat(body.path("model").asText()).isEqualTo("receipt-reader-2b");
        assertThat(body.toString()).contains("The picture shows a till receipt.", "Question: " + QUESTION, "data:image/png;base64,");
        assertThat(run("history", "show", result.id()).out()).contains(EXPERT, LEAF, "cashier");
    }

    @Test
    @Order(5)
    void a_bad_file_changes_nothing_and_queries_go_on_at_the_old_revision() throws IOException {
        long newest = services.registry().newest();
        long serving = current();
        String skill = "insert into skills (name, level, parent, route, description, plan) values ('Broken_Skill', 2, 'ocr_problem_solver', 'broken', 'x', "
                + "'{\"steps\": [{\"id\": \"answer\", \"kind\": \"ask\", \"prompt\": \"receipt.anwser\"}], \"observation\": {\"from\": [\"answer\"]}}');";
        refused("V0002__unknown_prompt.sql", skill, "skills \"Broken_Skill\"", "\"receipt.anwser\"", "nearest: \"receipt.answer\"");
        refused("V0002__ambiguous_alias.sql", "insert into expert_aliases (alias, expert) values ('glm-4.6v-flash', '" + EXPERT + "');",
                "expert_aliases \"default/glm-4.6v-flash\"", "is ambiguous");
        refused("V0002__half.sql",
                "insert into prompts (name, template) values ('half', 'kept?');\n\ninsert into experts (name, endpoint, model, description) values ('"
                        + EXPERT + "', 'http://127.0.0.1:1/v1', 'x', 'x');",
                "line 3", "experts_pk", EXPERT);
        refused("V0002__commits.sql", "insert into prompts (name, template) values ('committed', 'kept?');\ncommit;", "line 2",
                "\"commit\"");
        refused("V0001__again.sql", "insert into prompts (name, template) values ('again', 'x');", "V0001");
        assertThat(services.registry().newest()).isEqualTo(newest);
        assertThat(current()).isEqualTo(serving);
        assertThat(services.registry().at(newest).prompt(Profile.DEFAULT, "half")).isEmpty();
        try (var left = Files.list(home.resolve("migrations"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("V0001__add_receipts.sql");
        }
        QueryResult result = ask(QUESTION, true);
        assertThat(result.experts()).containsExactly(EXPERT);
        assertThat(result.registryRevision()).isEqualTo(serving);
    }

    private void refused(String name, String sql, String... said) throws IOException {
        CommandRun seen = run("registry", "admit", file(name, sql).toString());
        assertThat(seen.code()).as(name + ": " + seen.out() + seen.err()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(seen.err()).contains(said).contains(name);
    }

    @Test
    @Order(6)
    void a_running_query_keeps_its_revision_while_a_second_file_retires_what_it_uses() throws Exception {
        long before = current();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch retired = new CountDownLatch(1);
        fake.next(exchange -> {
            asked.countDown();
            try {
                retired.await(30, TimeUnit.SECONDS);
            } finally {
                reading().play(exchange);
            }
        });
        String running = submit(QUESTION, true);
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        Files.copy(example("V0002__retire_receipts.sql"), home.resolve("migrations/V0002__retire_receipts.sql"));
        CommandRun seen = run("registry", "migrate");
        assertThat(seen.code()).as(seen.err()).isZero();
        assertThat(current()).isEqualTo(before + 1);
        followed(before + 1);
        int calls = fake.received().size();
        QueryResult next = ask(QUESTION, true);
        assertThat(next.experts()).doesNotContain(EXPERT);
        assertThat(next.skills()).doesNotContain(LEAF);
        assertThat(next.registryRevision()).isEqualTo(before + 1);
        assertThat(fake.received()).hasSize(calls);

        retired.countDown();
        QueryResult result = await(running);
        assertThat(result.status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(result.registryRevision()).isEqualTo(before);
        assertThat(result.experts()).containsExactly(EXPERT);
        assertThat(services.history().audit(running).orElseThrow().steps()).extracting(StepRow::leaf).containsOnly(LEAF);
    }

    @Test
    @Order(7)
    void what_is_switched_off_is_measured_and_switched_on_by_name() throws IOException {
        long before = current();
        CommandRun unasked = run("registry", "admit", EXPERT);
        assertThat(unasked.code()).isEqualTo(ExitCode.QUERY_FAILED.code());
        assertThat(unasked.out()).contains("no probe asks it. Add rows to probes with target '" + EXPERT + "'");
        CommandRun unknown = run("registry", "admit", "Receipt-Reader-2C");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(unknown.err()).startsWith("NAME_UNKNOWN").contains("\"" + EXPERT + "\"");
        assertThat(current()).isEqualTo(before);

        file("V0003__ask_the_reader.sql", "insert into probes (name, target, question, picture, accepted) values ('reader-1', '" + EXPERT
                + "', 'Who is the cashier?', 'receipt:4', '{Carlos}');");
        assertThat(run("registry", "admit", files.resolve("V0003__ask_the_reader.sql").toString()).code()).isZero();
        CommandRun expert = run("registry", "admit", EXPERT);
        assertThat(expert.code()).as(expert.out() + expert.err()).isZero();
        assertThat(expert.out()).contains("1 of 1 right", "~ experts \"" + EXPERT + "\": enabled false -> true");
        CommandRun leaf = run("registry", "admit", LEAF);
        assertThat(leaf.code()).as(leaf.out() + leaf.err()).isZero();
        followed(before + 3);
        assertThat(ask(QUESTION, true).skills()).containsExactly(LEAF);
    }

    @Test
    @Order(8)
    void going_back_below_what_came_with_the_program_is_refused_and_says_what_would_go() {
        long serves = services.registry().current();
        CommandRun refused = run("registry", "rollback", "1");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(refused.out()).contains("- expert_aliases");
        assertThat(refused.err()).contains("ROLLBACK_BELOW_SHIPPED", "--below-shipped");
        assertThat(services.registry().current()).isEqualTo(serves);
    }

    @Test
    @Order(9)
    void a_bad_file_in_the_folder_is_named_and_what_served_goes_on() throws IOException {
        long serves = services.registry().current();
        Path bad = Files.writeString(home.resolve("migrations/V0090__half.sql"), "update experts set preference = 1; commit;");
        CommandRun migrated = run("registry", "migrate");
        assertThat(migrated.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(migrated.err()).contains("V0090__half.sql", "\"commit\" would end the transaction");
        List<String> said = new ArrayList<>();
        services.migrate(home.resolve("migrations"), said::add);
        assertThat(String.join("\n", said)).contains("V0090__half.sql", "Revision " + serves + " goes on");
        assertThat(services.registry().current()).isEqualTo(serves);
        Files.delete(bad);
    }
}
