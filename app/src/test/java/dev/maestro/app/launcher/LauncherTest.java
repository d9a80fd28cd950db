package dev.maestro.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a made-up project with made-up JDKs and a made-up Maven: each says what it was asked. */
@Timeout(120)
class LauncherTest {
    @TempDir
    private Path folder;
    private Path project;
    private Path bin;
    private Path jvms;

    record Seen(int code, String output) {}

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project with spaces"));
        script(project.resolve("maestro"), Files.readString(ProjectFiles.root().resolve("maestro")));
        Files.writeString(project.resolve("pom.xml"), "<modules><module>app</module></modules>");
        Files.createDirectories(project.resolve("app/src/main/java"));
        Files.writeString(project.resolve("app/pom.xml"), "<project/>");
        Files.writeString(project.resolve("app/src/main/java/A.java"), "class A {}");
        bin = Files.createDirectories(folder.resolve("bin"));
        jvms = Files.createDirectories(folder.resolve("jvms"));
        // Counts its runs, and leaves what a build leaves.
        script(bin.resolve("mvn"),
                "#!/bin/sh\necho run >> '" + folder.resolve("builds") + "'\necho \"[INFO] Building Maestro :: application 0.1\"\nmkdir -p '"
                        + project.resolve("app/target/maestro/lib") + "'\n");
        age(project);
    }

    private static void age(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100)));
            }
        }
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(jvms.resolve(name).resolve("bin")).getParent();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "#!/bin/sh\ncase \"$*\" in *training-run*) exit 0;; esac\necho \"java of " + name
                + "\"\nfor a in \"$@\"; do echo \"<$a>\"; done\n");
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Seen run(Map<String, String> environment, Path launcher, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", bin + ":/usr/bin:/bin", "HOME", folder.toString(), "MAESTRO_JVM_FOLDER", jvms.toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the launcher ends").isTrue();
        return new Seen(process.exitValue(), Files.readString(output));
    }

    private long builds() throws IOException {
        Path builds = folder.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    @Test
    void it_finds_a_jdk_25_builds_once_and_passes_every_argument_as_it_is() throws Exception {
        jdk("temurin-25", "25.0.3");
        Seen first = run(Map.of(), project.resolve("maestro"), "ask", "What is \"this\" *?", "");
        assertThat(first.code()).isZero();
        assertThat(first.output()).contains("building (first use", "java of temurin-25", "<ask>", "<What is \"this\" *?>", "<>");
        Seen second = run(Map.of(), project.resolve("maestro"), "--version");
        assertThat(second.output()).doesNotContain("building");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void a_slim_start_leaves_out_what_looks_at_pixels_and_holds_models() throws Exception {
        jdk("temurin-25", "25.0.3");
        String lib = project.toRealPath().resolve("app/target/maestro/lib").toString();
        assertThat(run(Map.of(), project.resolve("maestro"), "worker").output()).contains("<" + lib + "/*:" + lib + "-local/*>",
                "<worker>");
        assertThat(run(Map.of("MAESTRO_SLIM", "1"), project.resolve("maestro"), "worker").output()).contains("<" + lib + "/*>", "<worker>");
        Seen wrong = run(Map.of("MAESTRO_SLIM", "yes please"), project.resolve("maestro"), "worker");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.output()).startsWith("SLIM_INVALID: ").contains("\"yes please\"");
    }

    @Test
    void a_changed_source_is_built_and_a_deleted_one_too() throws Exception {
        jdk("temurin-25", "25.0.3");
        run(Map.of(), project.resolve("maestro"), "--version");
        Path source = project.resolve("app/src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run(Map.of(), project.resolve("maestro"), "--version").output()).contains("because sources changed");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void java_home_wins_when_it_is_new_enough_and_is_passed_over_when_not() throws Exception {
        jdk("zulu-25", "25.0.1");
        Path newer = jdk("newer", "26");
        Path older = jdk("older", "21.0.4");
        assertThat(run(Map.of("JAVA_HOME", newer.toString()), project.resolve("maestro"), "--version").output()).contains("java of newer");
        assertThat(run(Map.of("JAVA_HOME", older.toString()), project.resolve("maestro"), "--version").output())
                .contains("java of zulu-25");
    }

    @Test
    void without_a_jdk_25_it_says_what_it_saw_and_how_to_get_one() throws Exception {
        Path older = jdk("java-25-in-name-only", "17.0.9");
        Path nothing = Files.createDirectories(folder.resolve("nothing"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "cat")) {
            Files.createSymbolicLink(nothing.resolve(tool), Path.of("/usr/bin", tool));
        }
        Seen seen = run(Map.of("PATH", nothing.toString()), project.resolve("maestro"), "--version");
        assertThat(seen.code()).isEqualTo(4);
        assertThat(seen.output()).startsWith("JDK_MISSING: ").contains(older + " (Java 17)", "apt install openjdk-25-jdk", "JAVA_HOME");
    }

    @Test
    void without_maven_it_says_so() throws Exception {
        jdk("temurin-25", "25");
        Files.delete(bin.resolve("mvn"));
        Path few = Files.createDirectories(folder.resolve("few"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "cat", "find", "head", "mkdir", "rm", "grep")) {
            Files.createSymbolicLink(few.resolve(tool), Path.of("/usr/bin", tool));
        }
        Seen seen = run(Map.of("PATH", few.toString()), project.resolve("maestro"), "--version");
        assertThat(seen.code()).isEqualTo(4);
        assertThat(seen.output()).startsWith("MAVEN_MISSING: ");
    }

    @Test
    void it_works_through_a_symbolic_link_from_another_folder() throws Exception {
        jdk("temurin-25", "25");
        Path link = Files.createSymbolicLink(bin.resolve("linked"), project.resolve("maestro"));
        assertThat(run(Map.of(), link, "--version").output()).contains("-Dmaestro.root=" + project.toRealPath());
    }

    @Test
    void a_failed_build_shows_its_errors_and_where_the_log_is_and_is_tried_again() throws Exception {
        jdk("temurin-25", "25");
        script(bin.resolve("mvn"), "#!/bin/sh\necho run >> '" + folder.resolve("builds") + "'\necho '[ERROR] A.java: broken'\nexit 1\n");
        Seen seen = run(Map.of(), project.resolve("maestro"), "--version");
        assertThat(seen.code()).isEqualTo(4);
        assertThat(seen.output()).contains("BUILD_FAILED", "A.java: broken", project.resolve("build/build.log").toRealPath().toString());
        run(Map.of(), project.resolve("maestro"), "--version");
        assertThat(builds()).isEqualTo(2);
        assertThat(project.resolve("build/lock")).doesNotExist();
    }

    @Test
    void two_first_uses_at_once_build_once() throws Exception {
        jdk("temurin-25", "25");
        script(bin.resolve("mvn"), "#!/bin/sh\necho run >> '" + folder.resolve("builds") + "'\nsleep 2\nmkdir -p '"
                + project.resolve("app/target/maestro/lib") + "'\n");
        List<Thread> both = new ArrayList<>();
        List<Seen> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            both.add(Thread.ofVirtual().start(() -> {
                try {
                    seen.add(run(Map.of(), project.resolve("maestro"), "--version"));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread thread : both) {
            thread.join();
        }
        assertThat(seen).extracting(Seen::code).containsExactly(0, 0);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void the_lock_of_a_builder_that_was_killed_is_taken_over() throws Exception {
        jdk("temurin-25", "25");
        Files.createDirectories(project.resolve("build/lock"));
        Process dead = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
        dead.waitFor();
        Files.writeString(project.resolve("build/lock/pid"), dead.pid() + "\n");
        assertThat(run(Map.of(), project.resolve("maestro"), "--version").code()).isZero();
    }

    @Test
    void where_words_are_not_utf_8_they_are_made_so_and_where_they_are_nothing_changes() throws Exception {
        Path java = jdk("temurin-25", "25").resolve("bin/java");
        script(java,
                "#!/bin/sh\ncase \"$*\" in *training-run*) exit 0;; esac\necho \"all=${LC_ALL-unset} type=${LC_CTYPE-unset} lang=${LANG-unset}\"\n");
        assertThat(run(Map.of(), project.resolve("maestro"), "--version").output()).contains("all=C.UTF-8");
        assertThat(run(Map.of("LANG", "C"), project.resolve("maestro"), "--version").output()).contains("all=C.UTF-8");
        assertThat(run(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "POSIX"), project.resolve("maestro"), "--version").output())
                .contains("all=C.UTF-8");
        assertThat(run(Map.of("LANG", "C", "LC_CTYPE", "de_DE.utf8"), project.resolve("maestro"), "--version").output())
                .contains("all=unset type=de_DE.utf8");
        assertThat(run(Map.of("LANG", "de_DE.UTF-8"), project.resolve("maestro"), "--version").output()).contains("all=unset");
    }

    @Test
    void a_project_that_nobody_may_write_to_is_refused_and_not_waited_for() throws Exception {
        jdk("temurin-25", "25");
        Path real = Files.createDirectories(project.resolve("build"));
        // Nothing can be made in /proc, not even by root.
        Files.delete(real);
        Files.createSymbolicLink(real, Path.of("/proc"));
        Seen seen = run(Map.of(), project.resolve("maestro"), "--version");
        assertThat(seen.code()).isEqualTo(4);
        assertThat(seen.output()).contains("BUILD_FOLDER", "Make the project's folder writable").doesNotContain("waiting");
    }
}
