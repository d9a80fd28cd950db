package dev.maestro.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    @TempDir
    private Path home;

    private Configuration read(String file, String... environment) throws IOException {
        Files.writeString(home.resolve("maestro.properties"), file);
        Map<String, String> variables = new LinkedHashMap<>(Map.of("MAESTRO_HOME", home.toString()));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return ConfigurationReader.read(variables, home);
    }

    @Test
    void nothing_configured_means_embedded_servers_and_the_built_in_limits() {
        Configuration configuration = ConfigurationReader.read(Map.of(), home);
        assertThat(configuration.home()).isEqualTo(home.resolve(".maestro"));
        assertThat(configuration.database()).isEmpty();
        assertThat(configuration.temporal().address()).isEmpty();
        assertThat(configuration.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(configuration.policy().name()).isEqualTo("rules");
        assertThat(configuration.workers()).isEqualTo(1);
    }

    @Test
    void the_environment_wins_over_the_file() throws IOException {
        Configuration configuration = read("workers = 2\nlimits.turns = 7", "MAESTRO_WORKERS", "3");
        assertThat(configuration.workers()).isEqualTo(3);
        assertThat(configuration.limits().turns()).isEqualTo(7);
    }

    @Test
    void settings_saved_with_a_byte_order_mark_are_read() throws IOException {
        Configuration configuration = read("\uFEFFlimits.turns = 3\nworkers = 2");
        assertThat(configuration.limits().turns()).isEqualTo(3);
        assertThat(configuration.workers()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "database.url = postgres://ann:hunter22@db/maestro", "database.url = jdbc:postgresql://ann:hunter22@db/maestro",
        "policy.remote.endpoint = https://ann:hunter22@models.example.org/v1", "temporal.address = ann:hunter22@temporal:7233",
        "temporal.ui = ftp://ann:hunter22@ui", "workers = https://x/?key=hunter22", "database.url = host=db password=hunter22"})
    void a_refused_setting_does_not_show_its_password(String setting) {
        assertThatThrownBy(() -> read(setting)).hasMessageContaining(setting.substring(0, setting.indexOf(' ')))
                .message().doesNotContain("hunter22");
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest_valid_one() {
        assertThatThrownBy(() -> read("temporal.adress = x:1"))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                .hasMessageStartingWith("CONFIGURATION_INVALID: unknown key \"temporal.adress\" in " + home.resolve("maestro.properties"))
                .hasMessageContaining("Nearest: \"temporal.address\"");
    }

    @Test
    void an_unknown_variable_is_refused_with_the_nearest_valid_one() {
        assertThatThrownBy(() -> read("", "MAESTRO_WORKER", "2"))
                .hasMessageContaining("unknown environment variable MAESTRO_WORKER. Nearest: \"MAESTRO_WORKERS\"");
    }

    @Test
    void everything_wrong_is_said_at_once() {
        assertThatThrownBy(() -> read("workers = many\nlimits.timeout = soon\nprofile.default = refrence\ntemporal.port = 70000"))
                .hasMessageContaining("workers = \"many\"").hasMessageContaining("from 1 to 64")
                .hasMessageContaining("limits.timeout = \"soon\"").hasMessageContaining("90s, 30m or 2h")
                .hasMessageContaining("profile.default = \"refrence\"").hasMessageContaining("Nearest: \"reference\"")
                .hasMessageContaining("temporal.port = \"70000\"");
    }

    @ParameterizedTest
    @CsvSource({
        "database.url, mysql://db/x, must begin with jdbc:postgresql:",
        "temporal.address, http://x:7233, must be host:port",
        "policy.remote.endpoint, not an address, must be an http or https address",
        "policy.default, remote, must be set when policy.default is remote",
        "policy.default, rule, Nearest",
        "workers, 0, from 1 to 64",
        "limits.micros, -1, at least 0"
    })
    void a_wrong_value_is_refused_with_its_rule(String key, String value, String rule) {
        assertThatThrownBy(() -> read(key + " = " + value)).isInstanceOf(Problem.class).hasMessageContaining(rule);
    }

    @Test
    void a_secret_in_place_of_a_reference_is_refused_without_showing_it() {
        assertThatThrownBy(() -> read("database.url = jdbc:postgresql://db/maestro\ndatabase.credential = hunter2"))
                .hasMessageContaining("database.credential").hasMessageContaining("env:NAME or file:PATH")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_credential_is_resolved_from_environment_or_file() throws IOException {
        Path file = Files.writeString(home.resolve("secret"), "  from file\n");
        assertThat(new Credential("env:DB_PASSWORD").resolve(Map.of("DB_PASSWORD", "from environment"))).isEqualTo("from environment");
        assertThat(new Credential("file:" + file).resolve(Map.of())).isEqualTo("from file");
        assertThatThrownBy(() -> new Credential("env:DB_PASSWORD").resolve(Map.of())).hasMessageStartingWith("CREDENTIAL_MISSING")
                .hasMessageContaining("DB_PASSWORD");
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "90s, 90000", "30m, 1800000", "2h, 7200000", "1D, 86400000"})
    void times_are_written_with_their_unit(String text, long millis) {
        assertThat(ConfigurationReader.duration(text).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void every_setting_is_documented(Key key) {
        assertThat(ProjectFiles.root().resolve("docs/configuration.md")).content().contains("`" + key.property() + "`",
                "`" + key.variable() + "`");
    }
}
