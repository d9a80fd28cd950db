package dev.maestro.app.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who may read what lies under MAESTRO_HOME: its owner. */
@DisabledOnOs(OS.WINDOWS)
class PrivateHomeTest {
    @TempDir
    private Path folder;
    private Path home;

    @BeforeEach
    void makeOneAsAnEarlierBuildLeftIt() throws IOException {
        home = folder.resolve("home");
        for (String file : new String[]{"temporal/temporal-1.db", "logs/worker-1.log", "maestro.properties", "natives/x/libx.so"}) {
            Path made = home.resolve(file);
            Files.createDirectories(made.getParent());
            Files.writeString(made, "x");
            set(made, "rw-r--r--");
        }
        set(home.resolve("natives/x/libx.so"), "rwxr-xr-x");
        for (String open : new String[]{"", "temporal", "logs", "natives", "natives/x"}) {
            set(home.resolve(open), "rwxr-xr-x");
        }
    }

    private static void set(Path file, String rights) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private String rights(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file)));
    }

    @Test
    void engine_data_logs_settings_and_natives_are_closed_to_others_when_a_stack_starts() throws IOException {
        assertThat(PrivateHome.open(home)).contains(home.resolve("temporal/temporal-1.db"), home.resolve("maestro.properties"));
        HomeLock.take(home, "up", Duration.ZERO, dev.maestro.app.program.Progress.SILENT).close();
        assertThat(rights("temporal/temporal-1.db")).isEqualTo("rw-------");
        assertThat(rights("logs/worker-1.log")).isEqualTo("rw-------");
        assertThat(rights("maestro.properties")).isEqualTo("rw-------");
        assertThat(rights("natives/x/libx.so")).isEqualTo("rwx------");
        assertThat(rights("temporal")).isEqualTo("rwx------");
    }

    @Test
    void nothing_is_left_open_after_mending_and_links_lead_nowhere() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "x");
        set(elsewhere, "rw-r--r--");
        Files.createSymbolicLink(home.resolve("link"), elsewhere);
        assertThat(PrivateHome.mend(home)).isEmpty();
        assertThat(PrivateHome.open(home)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere))).isEqualTo("rw-r--r--");
    }

    @Test
    void a_home_that_is_not_there_has_nothing_open() {
        assertThat(PrivateHome.open(folder.resolve("none"))).isEmpty();
    }
}
