package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stack with a PostgreSQL of its own. */
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
            StackServers.OwnServer database = stack.ownServers().getFirst();
            var ended = database.ended();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            ended.get();
            stack.restart(database);
            assertThat(stack.endpoints().database().jdbcUrl()).isEqualTo(url);
            assertThat(stack.running().database().pid().orElseThrow()).isNotEqualTo(pid);
            try (var connection = java.sql.DriverManager.getConnection(url, stack.endpoints().database().user(),
                    stack.endpoints().database().password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }
}
