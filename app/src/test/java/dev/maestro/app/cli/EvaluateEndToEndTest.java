package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.Supervisor;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.drawings.Drawing;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.history.QueryHistory.StepRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of drawings through the whole program, a worker killed in the middle of it, and replays of it. */
@Tag("end-to-end")
@Tag("crash")
class EvaluateEndToEndTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private Map<String, String> environment;

    private static long counts(CommandRun ran, String what) {
        return ran.json().path("counts").path(what).asLong(-1);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(environment, arguments);
    }

    @Test
    void a_folder_is_evaluated_across_the_kill_of_a_worker_and_replayed_without_asking_anybody() throws Exception {
        Path home = folder.resolve("home");
        Path data = Files.createDirectories(folder.resolve("data"));
        for (int seed = 1; seed <= 4; seed++) {
            write(data, ShippedDrawings.generators().named("shapes").draw(seed));
            write(data, ShippedDrawings.generators().named("sign").draw(seed));
        }
        Files.writeString(data.resolve("unasked.png"), "no question beside it");
        environment = TestHomes.environment(Files.createDirectories(home));
        TestHomes.withDatabase(home);
        Configuration configuration = ConfigurationReader.read(environment, home);

        try (Stack stack = Stack.start(configuration, environment, "test", StackNeed.WORKER, Duration.ZERO, Progress.SILENT);
                ConnectedServices wiring = new ConnectedServices(stack.endpoints());
                Supervisor supervisor = new Supervisor(stack, configuration, Progress.SILENT)) {
            wiring.migrate(configuration.migrations(), Progress.SILENT);
            supervisor.start(1);
            CompletableFuture<CommandRun> evaluating = CompletableFuture.supplyAsync(
                    () -> run("evaluate", data.toString(), "--name", "killed", "--concurrency", "2",
                            "--source", "tallyqa", "--out", folder.resolve("out").toString(), "--json"),
                    // A thread of its own: the common pool, small on a small machine, is where a process's end is noticed.
                    command -> Thread.ofPlatform().daemon().start(command));

            List<SampleResult> before = untilSome(wiring, evaluating);
            List<StepRow> steps = new ArrayList<>();
            for (int sample = 0; sample < 9; sample++) {
                wiring.history().audit("killed-" + sample + "-1").ifPresent(audit -> steps.addAll(audit.steps()));
            }
            assertThat(supervisor.killWorker()).isPresent();

            CommandRun evaluated = evaluating.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(evaluated.code()).as(evaluated.err()).isZero();
            assertThat(counts(evaluated, "done")).isEqualTo(8);
            assertThat(counts(evaluated, "bad_rows")).isEqualTo(1);
            assertThat(counts(evaluated, "failed")).isZero();
            assertThat(evaluated.err()).contains("left out: unasked.png: there is no unasked.txt");
            assertThat(wiring.evaluationStore().result("killed", before.getFirst().index(), 1)).as("a result stands")
                    .contains(before.getFirst());
            for (StepRow step : steps) {
                assertThat(wiring.history().step(step.key()).orElseThrow()).as("recorded before the kill, not asked again").isEqualTo(step);
            }
            for (int sample = 0; sample < 8; sample++) {
                wiring.history().audit("killed-" + sample + "-1").ifPresent(audit -> assertThat(audit.outcomes()).hasSize(1));
            }
            assertThat(Files.readAllLines(folder.resolve("out/samples.jsonl"))).hasSize(8);
            assertThat(folder.resolve("out/summary.json")).exists();

            CommandRun again = run("evaluate", "--resume", "killed", "--json");
            assertThat(again.code()).isZero();
            assertThat(counts(again, "done")).isEqualTo(8);

            theSameDecisionsNeedNobody(wiring);
            anotherExpertIsPricedAndNotAsked();
            liveAsksWhereNothingIsRecorded();
        }
    }

    private void theSameDecisionsNeedNobody(ConnectedServices wiring) {
        CommandRun replayed = run("evaluate", "--replay", "killed", "--name", "same", "--out", folder.resolve("same").toString(), "--json");
        assertThat(replayed.code()).as(replayed.err()).isZero();
        JsonNode total = replayed.json().path("replay");
        assertThat(total.path("compared").asLong()).isEqualTo(8);
        assertThat(total.path("same").asLong()).isEqualTo(8);
        assertThat(total.path("diverged").asLong()).isZero();
        assertThat(folder.resolve("same/replay.jsonl")).exists();
        wiring.history().audit("same-0-1").orElseThrow().steps().stream().filter(step -> !step.expert().isEmpty())
                .forEach(step -> assertThat(step.cached()).as(step.key() + " comes from the record").isTrue());
    }

    private void anotherExpertIsPricedAndNotAsked() {
        CommandRun replayed = run("evaluate", "--replay", "killed", "--name", "other", "--experts", "Embedded-Chart-Reader", "--json");
        JsonNode total = replayed.json().path("replay");
        assertThat(total.path("same").asLong()).as("nobody of them can be asked").isZero();
        assertThat(total.path("diverged").asLong() + counts(replayed, "failed")).isPositive();
        assertThat(total.path("missing").asLong()).as("each diverged attempt ended at a missing step")
                .isGreaterThanOrEqualTo(total.path("diverged").asLong());
        assertThat(total.path("asked").asLong(-1)).isZero();
        assertThat(total.path("spent_micros").asLong()).isZero();
    }

    private void liveAsksWhereNothingIsRecorded() {
        JsonNode total = run("evaluate", "--replay", "killed", "--name", "live", "--experts", "Embedded-Chart-Reader", "--live", "--json")
                .json().path("replay");
        assertThat(total.path("live").asBoolean()).isTrue();
        assertThat(total.path("attempts").asLong()).isEqualTo(8);
        assertThat(total.path("diverged").asLong(-1)).as("no attempt ends for want of a reply").isZero();
        assertThat(total.path("asked").asLong(-1)).as("all that was missing").isEqualTo(total.path("missing").asLong());
    }

    private static List<SampleResult> untilSome(ConnectedServices wiring, CompletableFuture<CommandRun> evaluating) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !evaluating.isDone()) {
            List<SampleResult> results = new ArrayList<>();
            wiring.evaluationStore().eachResult("killed", results::add);
            if (!results.isEmpty()) {
                return results;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new AssertionError("no sample had a result in time: " + (evaluating.isDone() ? evaluating.join() : "still at it"));
    }

    private static void write(Path folder, Drawing drawn) throws IOException {
        String name = drawn.kind() + "-" + drawn.seed();
        Files.write(folder.resolve(name + ".png"), drawn.png());
        Files.writeString(folder.resolve(name + ".txt"), drawn.question() + "\n" + String.join("\n", drawn.accepted()) + "\n");
    }
}
