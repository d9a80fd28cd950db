package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.Maestro;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.core.Json;
import dev.maestro.inference.testing.TinyCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drawings, decided by a model whose weights make no sense, held by the command itself. */
@Tag("end-to-end")
@Tag("crash")
@Timeout(300)
class EvaluateLocalTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path home;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void prepare() throws Exception {
        model = TinyCheckpoint.write(folder.resolve("tiny"), 3);
        home = Files.createDirectories(folder.resolve("home"));
        TestHomes.withNatives(home);
        Files.writeString(home.resolve("maestro.properties"), """
                policy.local.tokens = 170
                policy.local.threads = 1
                policy.local.cache = 16384
                limits.turns = 2
                """);
        environment = TestHomes.environment(home);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(environment, arguments);
    }

    @Test
    void an_evaluation_by_a_model_is_ended_by_a_signal_without_a_crash_and_goes_on_later() throws Exception {
        TestHomes.withDatabase(home);
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true", "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp", System.getProperty("java.class.path"), Maestro.class.getName(),
                "evaluate", "--demo-pictures", "1", "--limit", "2", "--policy", "local", "--model", model.toString(), "--name", "drawn")
                .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            until(process, said, "evaluation drawn: ");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(143);
            assertThat(folder.resolve("crash.log")).doesNotExist();
        } finally {
            process.destroyForcibly();
        }

        CommandRun resumed = run("evaluate", "--resume", "drawn", "--model", model.toString(), "--json");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(Json.tree(resumed.out()).path("counts").path("done").asInt()).isEqualTo(2);
        assertThat(run("history", "show", "drawn-0-1", "--json").out()).contains("\"tiny@");
    }

    @Test
    void what_nobody_could_decide_is_refused_before_anything_is_started() {
        CommandRun none = run("evaluate", "--demo-pictures", "1", "--policy", "local");
        assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(none.err()).startsWith("MODEL_NOT_SET: ");
        CommandRun absent = run("evaluate", "--demo-pictures", "1", "--policy", "local", "--model", folder.resolve("absent").toString());
        assertThat(absent.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(absent.err()).startsWith("MODEL_MISSING: ");
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    private static void until(Process process, Path file, String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.readString(file).contains(text)) {
            assertThat(process.isAlive() && System.nanoTime() < deadline).as(Files.readString(file)).isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
