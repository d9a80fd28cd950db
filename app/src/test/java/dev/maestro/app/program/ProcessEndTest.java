package dev.maestro.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.wiring.ShippedDrawings;
import dev.maestro.core.Image;
import dev.maestro.drawings.Drawing;
import dev.maestro.readers.text.TextReader;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that end in the middle of something. */
@Tag("crash")
@Timeout(120)
class ProcessEndTest {
    @TempDir
    private Path folder;

    private Path temporary;

    @BeforeEach
    void makeFolder() throws Exception {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void a_signal_ends_a_process_that_computes_with_its_status_and_no_hook_of_a_library_runs(String signal, int status) throws Exception {
        assertThat(ended("computing", signal)).isEqualTo(status);
        assertThat(told()).containsExactly("youngest", "oldest");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).as("unpacked libraries").noneMatch(file -> file.getFileName().toString().startsWith("onnxruntime"));
        }
    }

    @Test
    void a_process_that_computes_ends_by_itself_with_its_own_status_all_the_same() throws Exception {
        assertThat(ended("computing-returns", "")).isEqualTo(7);
        assertThat(told()).containsExactly("youngest", "oldest");
    }

    @Test
    void a_process_without_such_libraries_exits_as_any_other() throws Exception {
        assertThat(ended("waiting", "TERM")).isEqualTo(143);
        assertThat(told()).containsExactly("youngest", "oldest", "hook");
    }

    @Test
    void a_command_that_ends_by_itself_upon_a_signal_says_its_own_status() throws Exception {
        assertThat(ended("instead", "TERM")).isEqualTo(7);
    }

    private List<String> told() throws Exception {
        return Files.readAllLines(folder.resolve("told"));
    }

    /** Its exit status; what the machine says of a crash would lie in the folder. */
    private int ended(String way, String signal) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Djava.awt.headless=true", "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.io.tmpdir=" + temporary,
                "-cp", System.getProperty("java.class.path"), Busy.class.getName(), way, folder.resolve("told").toString()));
        Process process = new ProcessBuilder(command).redirectError(new File(folder.toFile(), "errors")).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            // what is logged before it comes first
            assertThat(lines.lines().anyMatch("ready"::equals)).as(this::errors).isTrue();
            if (!signal.isEmpty()) {
                assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor()).isZero();
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(folder.resolve("crash.log")).doesNotExist();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** Computes, or does not, until it is told to end; what is done at the end goes into a file. */
    static final class Busy {
        private static Path told = Path.of("");

        public static void main(String[] args) throws Exception {
            told = Path.of(args[1]);
            ProcessEnd.bySignals();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> tell("hook")));
            ProcessEnd.first(() -> tell("oldest"));
            ProcessEnd.first(() -> tell("forgotten")).close();
            ProcessEnd.first(() -> tell("youngest"));
            CountDownLatch over = new CountDownLatch(1);
            if (args[0].startsWith("computing")) {
                compute();
            }
            if (args[0].equals("instead")) {
                ProcessEnd.uponSignal(over::countDown);
            }
            System.out.println("ready");
            if (!args[0].equals("computing-returns")) {
                over.await();
            }
            ProcessEnd.end(7);
        }

        private static void compute() throws InterruptedException {
            Drawing drawn = ShippedDrawings.generators().named("sign").draw(1);
            CountDownLatch begun = new CountDownLatch(2);
            for (int thread = 0; thread < 2; thread++) {
                Thread.ofPlatform().daemon().start(() -> {
                    while (true) {
                        // a reader of its own: one keeps what it read lately
                        new TextReader(1).read(new Image(drawn.png(), "image/png", 640, 480));
                        begun.countDown();
                    }
                });
            }
            begun.await();
        }

        private static synchronized void tell(String line) {
            try {
                Files.writeString(told, line + System.lineSeparator(), java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.APPEND);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
