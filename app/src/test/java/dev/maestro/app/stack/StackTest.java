package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StackTest {
    @TempDir
    private Path home;

    private Configuration configuration() {
        return ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString()), home);
    }

    @Test
    @Tag("end-to-end")
    void two_at_once_are_refused_and_the_second_is_told_who_runs() {
        try (Stack first = Stack.start(configuration(), Map.of(), "up", StackNeed.DATABASE, Duration.ZERO, Progress.SILENT)) {
            first.announce();
            assertThatThrownBy(() -> Stack.start(configuration(), Map.of(), "up", StackNeed.DATABASE, Duration.ZERO, Progress.SILENT))
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith("STACK_RUNNING: ")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
            assertThat(RunningStack.under(home)).map(RunningStack::command).contains("up");
        }
        assertThat(RunningStack.under(home)).isEmpty();
        Stack.start(configuration(), Map.of(), "up", StackNeed.DATABASE, Duration.ZERO, Progress.SILENT).close();
    }

    @Test
    @Tag("crash")
    void a_killed_database_comes_back_on_the_same_port() throws Exception {
        try (Stack stack = Stack.start(configuration(), Map.of(), "up", StackNeed.DATABASE, Duration.ZERO, Progress.SILENT)) {
            String url = stack.endpoints().database().jdbcUrl();
            long pid = stack.running().database().pid().orElseThrow();
            var ended = stack.databaseEnded();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            ended.get();
            stack.restartDatabase(Progress.SILENT);
            assertThat(stack.endpoints().database().jdbcUrl()).isEqualTo(url);
            assertThat(stack.running().database().pid().orElseThrow()).isNotEqualTo(pid);
            try (var connection = java.sql.DriverManager.getConnection(url, stack.endpoints().database().user(),
                    stack.endpoints().database().password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void a_file_left_by_a_dead_process_counts_as_nothing() throws Exception {
        Process dead = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
        dead.waitFor();
        Files.createDirectories(home.resolve("run"));
        Files.writeString(RunningStack.file(home), """
                {"pid": %d, "command": "up", "version": "1", "started_at": "2026-01-01T00:00:00Z",
                 "database": {"jdbc_url": "jdbc:postgresql://127.0.0.1:1/maestro", "user": "maestro", "pid": 1},
                 "temporal": {"address": "127.0.0.1:1", "namespace": "default", "ui": null, "pid": null}, "workers": []}
                """.formatted(dead.pid()));
        assertThat(RunningStack.under(home)).isEmpty();
    }

    @Test
    void a_recycled_process_id_is_told_by_its_start() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(RunningStack.file(home), """
                {"pid": %d, "command": "up", "version": "1", "started_at": "2020-01-01T00:00:00Z",
                 "database": {"jdbc_url": "jdbc:postgresql://127.0.0.1:1/maestro", "user": "maestro", "pid": 1},
                 "temporal": {"address": "127.0.0.1:1", "namespace": "default", "ui": null, "pid": null}, "workers": []}
                """.formatted(ProcessHandle.current().pid()));
        assertThat(RunningStack.under(home)).as("this process began after 2020").isEmpty();
    }

    @Test
    void a_spoilt_file_is_named_with_its_remedy() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(RunningStack.file(home), "{");
        assertThatThrownBy(() -> RunningStack.under(home)).isInstanceOf(Problem.class).hasMessageStartingWith("STACK_FILE_UNREADABLE")
                .hasMessageContaining("delete it");
    }
}
