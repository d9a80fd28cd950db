package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker process is told what to do, and what its last words are. */
class WorkerProcessTest {
    @TempDir
    private Path home;

    private Configuration configuration() {
        return ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString()), home);
    }

    private Optional<String> lastWords(String printed) throws IOException {
        Files.createDirectories(configuration().logs());
        Files.writeString(configuration().logs().resolve("worker-2.out"), printed);
        return new WorkerProcess(configuration()).lastRefusal(2);
    }

    @Test
    void the_last_line_with_words_is_the_refusal() throws IOException {
        assertThat(lastWords("starting\nCHECKPOINT_MISSING: no folder.\n\n  \n")).contains("CHECKPOINT_MISSING: no folder.");
        assertThat(lastWords("one line without an end")).contains("one line without an end");
    }

    @Test
    void of_a_long_output_only_the_end_is_looked_at() throws IOException {
        assertThat(lastWords("noise noise\n".repeat(100_000) + "MODEL_TOO_LARGE: größer als der Speicher.\n"))
                .contains("MODEL_TOO_LARGE: größer als der Speicher.");
    }

    @Test
    void who_printed_nothing_refused_nothing() throws IOException {
        assertThat(lastWords("")).isEmpty();
        assertThat(new WorkerProcess(configuration()).lastRefusal(3)).as("of a worker that never ran").isEmpty();
    }

    @Test
    void a_child_is_this_program_again_without_what_belongs_to_this_process_alone() {
        List<String> command = WorkerProcess.program(home.resolve("crash.log"), "worker", "--number", "2");
        assertThat(command.getFirst()).endsWith("java");
        assertThat(command).endsWith("dev.maestro.app.Maestro", "worker", "--number", "2");
        assertThat(command).contains("-XX:ErrorFile=" + home.resolve("crash.log"), System.getProperty("java.class.path"));
        assertThat(command).noneMatch(flag -> flag.startsWith("-agentlib") || flag.startsWith("-javaagent"));
    }
}
