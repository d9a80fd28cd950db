package dev.maestro.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.database.Processes;
import dev.maestro.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TetheredTest {
    @TempDir
    private Path folder;

    @Test
    void its_process_id_is_the_programs_own_and_closing_ends_it() throws Exception {
        Tethered child = Tethered.start(List.of("sleep", "600"), Map.of(), folder.resolve("log"));
        ProcessHandle handle = ProcessHandle.of(child.pid()).orElseThrow();
        Eventually.that("the shell became the program", () -> handle.info().command().orElse("").endsWith("sleep"));
        child.close();
        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void what_it_prints_and_its_exit_status_are_kept() throws Exception {
        Tethered child = Tethered.start(List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 7"), Map.of(), folder.resolve("log"));
        assertThat(child.ended().get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(folder.resolve("log")).content().contains("out", "err");
    }

    @Test
    @Tag("crash")
    void it_ends_when_its_parent_is_killed_without_a_chance_to_clean_up() throws Exception {
        Path pidFile = folder.resolve("pid");
        Process parent = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                Parent.class.getName(), pidFile.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("parent.log").toFile()).start();
        Eventually.that("the parent says which its child is", () -> Files.exists(pidFile));
        ProcessHandle child = ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        parent.destroyForcibly().waitFor();
        assertThat(Processes.ended(child, Duration.ofSeconds(20))).isTrue();
    }

    /** Starts a child, writes its process id, and waits for ever. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            Path pidFile = Path.of(args[0]);
            Tethered child = Tethered.start(List.of("sleep", "600"), Map.of(), pidFile.resolveSibling("child.log"));
            Path written = Files.writeString(pidFile.resolveSibling("pid.new"), String.valueOf(child.pid()));
            Files.move(written, pidFile);
            child.ended().join();
        }
    }
}
