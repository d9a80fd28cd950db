package dev.maestro.registry.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running postmaster, tied to this process by a pipe: when we are gone, the pipe ends and it stops. */
final class PostgresServer {
    /**
     * Starts the postmaster in a session of its own (a Ctrl-C at the terminal is for us, not for it) and
     * asks it for a fast shutdown when standard input ends, be it because we closed it or because we were
     * killed. Ends with the postmaster.
     */
    private static final String TETHER = """
            trap '' INT TERM HUP
            exec 3<&0
            session=$(command -v setsid || true)
            $session "$@" </dev/null 3<&- >>"$0" 2>&1 &
            pid=$!
            echo $pid
            exec >/dev/null 2>&1
            (while read -r _ <&3; do :; done; kill -INT $pid) &
            watch=$!
            exec 3<&-
            wait $pid
            code=$?
            kill -KILL $watch
            exit $code
            """;

    /** A crash leaves at most a checkpoint's worth of log to replay: seconds, on a slow disk a minute. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(2);

    private static final Map<String, String> SETTINGS = settings();

    private final Process tether;
    private final long pid;
    private final int port;
    private final PostgresCluster cluster;

    private PostgresServer(Process tether, long pid, int port, PostgresCluster cluster) {
        this.tether = tether;
        this.pid = pid;
        this.port = port;
        this.cluster = cluster;
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "200");
        settings.put("shared_buffers", "64MB");
        settings.put("io_method", "sync");
        settings.put("jit", "off");
        settings.put("log_min_messages", "warning");
        settings.put("timezone", "UTC");
        return settings;
    }

    static PostgresServer start(PostgresCluster cluster, int port, Map<String, String> extra) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
        settings.putAll(extra);
        int chosen = port == 0 ? freePort() : port;
        List<String> arguments = new ArrayList<>(List.of("-D", cluster.data().toString(), "-p", Integer.toString(chosen)));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        Files.deleteIfExists(cluster.log());
        List<String> command = new ArrayList<>(List.of("sh", "-c", TETHER, cluster.log().toString()));
        command.addAll(cluster.command("postgres", arguments));
        Process tether = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String pid = tether.inputReader(StandardCharsets.US_ASCII).readLine();
        if (pid == null) {
            throw new IOException("sh did not start: is there a POSIX shell on the PATH?");
        }
        return new PostgresServer(tether, Long.parseLong(pid.strip()), chosen, cluster);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return pid;
    }

    /** Returns when the server accepts connections; recovery after a crash may take a while. */
    void awaitReady() {
        long deadline = System.nanoTime() + LONGEST_RECOVERY.toNanos();
        while (!cluster.isReady(pid)) {
            if (!tether.isAlive()) {
                throw failure("did not start");
            }
            if (System.nanoTime() > deadline) {
                throw failure("was not ready within " + LONGEST_RECOVERY.toSeconds() + " s");
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("was interrupted while it started");
            }
        }
    }

    void stop() {
        try {
            tether.getOutputStream().close();
        } catch (IOException _) {
            // it is gone already
        }
        try {
            for (String signal : List.of("QUIT", "KILL")) {
                if (tether.waitFor(20, TimeUnit.SECONDS)) {
                    return;
                }
                PostgresCluster.signal(pid, signal);
            }
            tether.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    DatabaseUnavailableException failure(String what) {
        String words = "";
        try {
            words = Files.readString(cluster.log(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            // nothing was written
        }
        return new DatabaseUnavailableException(DatabaseErrors.EMBEDDED_POSTGRES_FAILED,
                "the server on port " + port + " " + what + ": " + advice(words), new IOException(words));
    }

    /** The server's own last words and what to do about them. */
    static String advice(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        String last = String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        String fix = output.contains("No space left on device")
                ? " Free some disk space."
                : output.contains("could not bind")
                        ? " The port is taken: choose another, or none."
                        : output.contains("unshare") || output.contains("setpriv") || output.contains("Permission denied")
                                ? " PostgreSQL never runs as root: run as an ordinary user, or keep the data where the user \"nobody\" may enter, or give the address of a PostgreSQL server."
                                : output.contains("incompatible with server")
                                        ? " The folder was made by another major version: move it away, or dump and restore it."
                                        : "";
        return last + fix;
    }
}
