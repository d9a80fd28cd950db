package dev.maestro.registry.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The files of one PostgreSQL cluster, and the processes that may still hold them. */
final class PostgresCluster {
    /** For each signal; a shutdown writes a checkpoint first. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path home;
    private final Path programs;
    private final UnprivilegedUser user;

    PostgresCluster(Path home, Path programs, UnprivilegedUser user) {
        this.home = home;
        this.programs = programs;
        this.user = user;
    }

    Path data() {
        return home.resolve("data");
    }

    Path log() {
        return home.resolve("postgres.log");
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(user.prefix());
        command.add(programs.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    String password() throws IOException {
        return Files.readString(home.resolve("password")).strip();
    }

    /** Makes the cluster when there is none; an interrupted attempt leaves nothing that is taken for one. */
    void initialise() throws IOException {
        user.own(home);
        user.mayRun(programs);
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        Path password = home.resolve("password");
        if (!Files.exists(password)) {
            byte[] random = new byte[18];
            new SecureRandom().nextBytes(random);
            Files.writeString(password, HexFormat.of().formatHex(random));
            if (password.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(password, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            }
        }
        user.own(password);
        Path draft = home.resolve("data.draft");
        deleteTree(draft);
        // The built-in locale sorts and folds alike on every platform.
        run("initdb", List.of("-D", draft.toString(), "-U", EmbeddedDatabase.NAME, "--auth=scram-sha-256", "--pwfile=" + password,
                "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(String program, List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(command(program, arguments)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new DatabaseUnavailableException(DatabaseErrors.EMBEDDED_POSTGRES_FAILED, program + " in " + home + ": "
                        + PostgresServer.advice(output), new IOException(output));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(DatabaseErrors.EMBEDDED_POSTGRES_FAILED, "interrupted during " + program, e);
        }
    }

    /**
     * Stops a server that still runs on this cluster although the process that started it is gone (we
     * hold the folder's lock), and removes a pid file that nobody stands behind.
     */
    void stopOrphan() throws IOException {
        Path pidFile = data().resolve("postmaster.pid");
        Optional<ProcessHandle> orphan = postmaster(pidFile);
        if (orphan.isPresent()) {
            ProcessHandle process = orphan.get();
            for (String signal : List.of("INT", "QUIT", "KILL")) {
                signal(process.pid(), signal);
                if (Processes.ended(process, PATIENCE)) {
                    break;
                }
            }
        }
        Files.deleteIfExists(pidFile);
    }

    /** The server writes its pid in the first line and its state in the eighth. */
    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() >= 8 && lines.getFirst().strip().equals(Long.toString(pid)) && lines.get(7).strip().equals("ready");
        } catch (IOException _) {
            return false;
        }
    }

    static void signal(long pid, String signal) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).redirectErrorStream(true).start().waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        // A server that is just starting creates the file a moment before it writes its number.
        String first = "";
        for (int look = 0; look < 100 && first.isEmpty() && Files.exists(pidFile); look++) {
            first = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
            if (first.isEmpty()) {
                pause();
            }
        }
        if (!first.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        // The number may meanwhile belong to somebody else.
        return ProcessHandle.of(Long.parseLong(first))
                .filter(p -> Processes.runs(p) && p.info().command().map(c -> c.contains("postgres")).orElse(false));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
