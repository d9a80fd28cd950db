package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may run a stack under a home, when several want to, and after somebody died. */
@Timeout(60)
class HomeLockTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    private Path home;

    private HomeLock take(Duration patience, Progress progress) {
        return HomeLock.take(home, "up", patience, progress);
    }

    @Test
    void a_second_one_is_told_who_holds_the_home_and_what_to_do() {
        try (HomeLock _ = take(Duration.ZERO, Progress.SILENT)) {
            assertThatThrownBy(() -> take(Duration.ZERO, Progress.SILENT)).isInstanceOf(Problem.class)
                    .hasMessageStartingWith("STACK_RUNNING: Maestro already runs under " + home)
                    .hasMessageContaining("maestro up, pid " + ProcessHandle.current().pid()).hasMessageContaining("maestro down");
        }
        take(Duration.ZERO, Progress.SILENT).close();
    }

    @Test
    void who_is_patient_is_told_once_for_whom_and_gets_the_home_when_it_is_free() {
        List<String> said = new CopyOnWriteArrayList<>();
        HomeLock first = take(Duration.ZERO, Progress.SILENT);
        CompletableFuture<HomeLock> second = CompletableFuture.supplyAsync(() -> take(LONG, said::add),
                task -> Thread.ofVirtual().start(task));
        Eventually.that("the second one waits", () -> !said.isEmpty());
        assertThat(second).isNotDone();
        first.close();
        second.join().close();
        assertThat(said).containsExactly("waiting for maestro up, pid " + ProcessHandle.current().pid() + " to end");
    }

    @Test
    void homes_are_independent() {
        try (HomeLock _ = HomeLock.take(home.resolve("a"), "up", Duration.ZERO, Progress.SILENT);
                HomeLock _ = HomeLock.take(home.resolve("b"), "up", Duration.ZERO, Progress.SILENT)) {
            assertThat(home).isDirectoryContaining("glob:**a").isDirectoryContaining("glob:**b");
        }
    }

    @Test
    void files_that_an_owner_left_behind_do_not_hold_the_home() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/lock"), "");
        Files.writeString(home.resolve("run/owner"), "maestro demo, pid 1");
        try (HomeLock _ = take(Duration.ZERO, Progress.SILENT)) {
            assertThat(home.resolve("run/owner")).hasContent("maestro up, pid " + ProcessHandle.current().pid());
        }
    }

    @Test
    @Tag("crash")
    void the_lock_of_another_process_ends_with_it_however_it_ends() throws Exception {
        Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Owner.class.getName(), home.toString()).inheritIO().start();
        try {
            Eventually.that("the other process holds the home", () -> Files.exists(home.resolve("run/owner")));
            assertThatThrownBy(() -> take(Duration.ZERO, Progress.SILENT)).hasMessageContaining("maestro demo, pid " + owner.pid());
        } finally {
            owner.destroyForcibly().waitFor();
        }
        take(Duration.ZERO, Progress.SILENT).close();
    }

    /** Takes the home and waits for ever. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            HomeLock.take(Path.of(args[0]), "demo", Duration.ZERO, Progress.SILENT);
            new CompletableFuture<Void>().get();
        }
    }

    @Test
    void a_home_that_is_no_folder_is_refused_with_its_remedy() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> HomeLock.take(file, "up", Duration.ZERO, Progress.SILENT)).isInstanceOf(Problem.class)
                .hasMessageStartingWith("HOME_NOT_WRITABLE: ").hasMessageContaining("MAESTRO_HOME");
    }
}
