package dev.maestro.registry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_dead_process_that_nobody_collects_does_not_run() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs /proc");
        // The shell starts a child, then becomes a program that never collects it.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 601").start();
        try {
            ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
            assertThat(Processes.runs(child)).isTrue();
            assertThat(Processes.ended(child, Duration.ofMillis(50))).as("while it runs").isFalse();
            child.destroyForcibly();
            assertThat(Processes.ended(child, PATIENCE)).isTrue();
            assertThat(child.isAlive()).as("what the platform says of it").isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void our_own_process_runs() {
        assertThat(Processes.runs(ProcessHandle.current())).isTrue();
    }
}
