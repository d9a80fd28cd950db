package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where database and Temporal are, by what runs and what is configured. */
class EndpointsTest {
    private static final Map<String, String> EXTERNAL_DATABASE = Map.of("MAESTRO_DATABASE_URL", "jdbc:postgresql://elsewhere/maestro",
            "MAESTRO_DATABASE_USER", "somebody", "MAESTRO_DATABASE_CREDENTIAL", "env:THEIR_PASSWORD", "THEIR_PASSWORD", "theirs");

    @TempDir
    private Path home;

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("MAESTRO_HOME", home.toString());
        return environment;
    }

    private Configuration configuration(Map<String, String> settings) {
        return ConfigurationReader.read(environment(settings), home);
    }

    private void password(String text) throws IOException {
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/password"), text);
    }

    private static RunningStack running(Optional<Long> ownDatabase) {
        return new RunningStack(1, "up", "1", Instant.EPOCH,
                new RunningStack.DatabaseAddress("jdbc:postgresql://127.0.0.1:1/maestro", "maestro", ownDatabase),
                new RunningStack.TemporalAddress("127.0.0.1:2", "apart", Optional.of(URI.create("http://127.0.0.1:3")), Optional.of(7L)),
                List.of());
    }

    @Test
    void of_a_stack_with_its_own_database_the_password_lies_in_the_home() throws IOException {
        password("secret\n");
        Endpoints endpoints = Endpoints.of(running(Optional.of(11L)), configuration(Map.of()), Map.of());
        assertThat(endpoints.database().jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:1/maestro");
        assertThat(endpoints.database().user()).isEqualTo("maestro");
        assertThat(endpoints.database().password()).isEqualTo("secret");
        assertThat(endpoints.temporal()).isEqualTo("127.0.0.1:2");
        assertThat(endpoints.namespace()).as("as the stack says").isEqualTo("apart");
        assertThat(endpoints.ui()).contains(URI.create("http://127.0.0.1:3"));
    }

    @Test
    void a_password_that_cannot_be_read_is_named_with_its_remedy() {
        assertThatThrownBy(() -> Endpoints.of(running(Optional.of(11L)), configuration(Map.of()), Map.of())).isInstanceOf(Problem.class)
                .hasMessageStartingWith("STACK_FILE_UNREADABLE: ").hasMessageContaining(home.resolve("postgres/password").toString());
    }

    @Test
    void of_a_stack_with_an_external_database_the_command_needs_the_same_setting() {
        Configuration same = configuration(EXTERNAL_DATABASE);
        Endpoints endpoints = Endpoints.of(running(Optional.empty()), same, environment(EXTERNAL_DATABASE));
        assertThat(endpoints.database().jdbcUrl()).isEqualTo("jdbc:postgresql://elsewhere/maestro");
        assertThat(endpoints.database().user()).isEqualTo("somebody");
        assertThat(endpoints.database().password()).isEqualTo("theirs");
        Configuration without = configuration(Map.of());
        assertThatThrownBy(() -> Endpoints.of(running(Optional.empty()), without, Map.of())).isInstanceOf(Problem.class)
                .hasMessageStartingWith("STACK_CONFIGURATION_DIFFERS: ");
    }

    @Test
    void what_another_process_tells_yields_to_a_database_that_is_configured() throws IOException {
        password("secret");
        Endpoints embedded = Endpoints.told("jdbc:postgresql://127.0.0.1:9/maestro", "maestro", "127.0.0.1:2", configuration(Map.of()),
                Map.of());
        assertThat(embedded.database().jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:9/maestro");
        assertThat(embedded.database().password()).isEqualTo("secret");
        assertThat(embedded.temporal()).isEqualTo("127.0.0.1:2");
        Endpoints external = Endpoints.told("jdbc:postgresql://127.0.0.1:9/maestro", "maestro", "127.0.0.1:2",
                configuration(EXTERNAL_DATABASE), environment(EXTERNAL_DATABASE));
        assertThat(external.database().jdbcUrl()).isEqualTo("jdbc:postgresql://elsewhere/maestro");
    }

    @Test
    void endpoints_are_configured_when_both_servers_are() {
        Map<String, String> both = new HashMap<>(EXTERNAL_DATABASE);
        both.put("MAESTRO_TEMPORAL_ADDRESS", "temporal:7233");
        assertThat(Endpoints.configured(configuration(both), environment(both))).map(Endpoints::temporal).contains("temporal:7233");
        assertThat(Endpoints.configured(configuration(EXTERNAL_DATABASE), environment(EXTERNAL_DATABASE))).isEmpty();
        Map<String, String> temporalOnly = Map.of("MAESTRO_TEMPORAL_ADDRESS", "temporal:7233");
        assertThat(Endpoints.configured(configuration(temporalOnly), environment(temporalOnly))).isEmpty();
    }

    @Test
    void the_record_alone_needs_no_temporal() {
        Endpoints endpoints = Endpoints.databaseOnly(configuration(EXTERNAL_DATABASE), environment(EXTERNAL_DATABASE));
        assertThat(endpoints.temporal()).isEmpty();
        assertThat(endpoints.database().user()).isEqualTo("somebody");
        Configuration without = configuration(Map.of());
        assertThatThrownBy(() -> Endpoints.databaseOnly(without, Map.of())).isInstanceOf(NoSuchElementException.class);
    }
}
