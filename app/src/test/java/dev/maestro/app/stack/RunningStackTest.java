package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stack writes for other commands, and what they make of it. */
class RunningStackTest {
    @TempDir
    private Path home;

    private static RunningStack running(long pid) {
        return new RunningStack(pid, "up", "1", Instant.now(),
                new RunningStack.DatabaseAddress("jdbc:postgresql://127.0.0.1:1/maestro", "maestro", Optional.of(11L)),
                new RunningStack.TemporalAddress("127.0.0.1:2", "default", Optional.of(URI.create("http://127.0.0.1:3")), Optional.empty()),
                List.of());
    }

    @Test
    void what_is_written_is_what_others_read() {
        RunningStack running = running(ProcessHandle.current().pid());
        running.write(home);
        assertThat(RunningStack.under(home)).contains(running);
        RunningStack later = running.withWorkers(List.of(21L, 22L)).withServers(Optional.of(12L), Optional.of(13L));
        later.write(home);
        assertThat(RunningStack.under(home)).contains(later);
        assertThat(later.workers()).containsExactly(21L, 22L);
        assertThat(later.database().pid()).contains(12L);
        assertThat(later.temporal().pid()).contains(13L);
    }

    @Test
    void where_nothing_was_written_nothing_runs_and_nothing_is_to_forget() {
        assertThat(RunningStack.under(home)).isEmpty();
        RunningStack.forget(home);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void what_is_forgotten_is_not_found() {
        running(ProcessHandle.current().pid()).write(home);
        RunningStack.forget(home);
        assertThat(RunningStack.under(home)).isEmpty();
    }

    @Test
    void a_file_that_was_being_written_when_its_process_died_is_in_nobodys_way() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/stack.json.new"), "{\"pid\": 1");
        assertThat(RunningStack.under(home)).isEmpty();
        RunningStack running = running(ProcessHandle.current().pid());
        running.write(home);
        assertThat(RunningStack.under(home)).contains(running);
        assertThat(home.resolve("run")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_home_that_cannot_be_written_is_refused_with_its_remedy() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> running(1).write(file)).isInstanceOf(Problem.class).hasMessageStartingWith("HOME_NOT_WRITABLE: ")
                .hasMessageContaining("MAESTRO_HOME");
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
