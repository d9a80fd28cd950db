package dev.maestro.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.ConnectedServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stack whose engine does not answer: what stands in PostgreSQL can be read and migrated all the same. */
@Tag("end-to-end")
@Timeout(180)
class EngineDownTest {
    @TempDir
    private Path home;

    private int run(StringWriter said, String... arguments) {
        Map<String, String> environment = Map.of("MAESTRO_HOME", home.toString());
        PrintWriter out = new PrintWriter(said, true);
        return CommandLines.of(new Terminal(out, out, environment, false), environment).execute(arguments);
    }

    @Test
    void what_stands_in_postgresql_is_read_and_migrated_while_the_engine_is_down() throws Exception {
        Configuration configuration = ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString()), home);
        Files.createDirectories(home.resolve("migrations"));
        try (Stack stack = Stack.start(configuration, Map.of(), "up", StackNeed.DATABASE, Duration.ZERO, Progress.SILENT);
                ConnectedServices services = new ConnectedServices(stack.endpoints())) {
            services.migrate(configuration.migrations(), Progress.SILENT);
            stack.announce();
            Path file = home.resolve("run").resolve("stack.json");
            // Nobody listens on port 1.
            Files.writeString(file, Files.readString(file).replaceFirst("\"address\"\\s*:\\s*\"\"", "\"address\" : \"127.0.0.1:1\""));
            assertThat(Files.readString(file)).contains("127.0.0.1:1");

            for (String line : new String[]{
                "queries list", "evaluations list", "registry list", "registry revisions", "registry migrate"}) {
                StringWriter said = new StringWriter();
                assertThat(run(said, line.split(" "))).as("%s: %s", line, said).isEqualTo(ExitCode.OK.code());
            }
            for (String line : new String[]{"experts health", "history show nobody", "queries show nobody", "evaluations show nobody"}) {
                StringWriter said = new StringWriter();
                assertThat(run(said, line.split(" "))).as("%s: %s", line, said).isIn(ExitCode.USAGE.code(), ExitCode.QUERY_FAILED.code());
            }
            StringWriter said = new StringWriter();
            assertThat(run(said, "queries", "cancel", "nobody")).as("what needs the engine says so")
                    .isEqualTo(ExitCode.INFRASTRUCTURE.code());
            assertThat(said.toString()).contains("TEMPORAL_UNAVAILABLE");
        }
    }
}
