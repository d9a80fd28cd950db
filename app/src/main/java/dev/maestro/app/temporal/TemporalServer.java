package dev.maestro.app.temporal;

import com.google.protobuf.util.Durations;
import dev.maestro.app.process.Tethered;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import io.grpc.StatusRuntimeException;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Our own Temporal server with its UI on loopback and its data in one file per server version. It stops with this
 * process, also when this one is killed. {@link #restart} starts a dead one again on the same ports. Thread-safe.
 */
public final class TemporalServer implements AutoCloseable {
    /** The first start on a busy machine creates its schema: two seconds when idle. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    /** The task queues of one shard are looked at this often; the server's own 20 a second costs 50 ms a workflow task. */
    private static final int POLLS_PER_SECOND = 2_000;

    private final Settings settings;
    private final Path database;
    private final int port;
    private final InetSocketAddress hiddenUi;
    private final int httpPort = freePort();
    private final UiGate gate;
    private Tethered process;

    /**
     * @param folder       for the data
     * @param log          for what the server prints
     * @param port         0 for a free one; likewise {@code uiPort}
     * @param retentionDays how long ended workflows stay visible
     */
    public record Settings(TemporalBinary.Found binary, Path folder, Path log, String namespace, int port, int uiPort, int retentionDays) {}

    private TemporalServer(Settings settings, Path database, int port, InetSocketAddress hiddenUi, UiGate gate) throws IOException {
        this.settings = settings;
        this.database = database;
        this.port = port;
        this.hiddenUi = hiddenUi;
        this.gate = gate;
        gate.lead(URI.create("http://" + hiddenUi.getHostString() + ":" + hiddenUi.getPort()));
        this.process = launch();
    }

    /**
     * Starts and waits until it serves.
     *
     * @throws Problem {@code PORT_IN_USE} or {@code TEMPORAL_START_FAILED} with the end of its log
     */
    public static TemporalServer start(Settings settings) {
        int port = settings.port() == 0 ? freePort() : requireFree(settings.port(), "temporal.port");
        try {
            Files.createDirectories(settings.folder());
            Files.createDirectories(settings.log().toAbsolutePath().getParent());
        } catch (IOException e) {
            throw Problem.infrastructure(ProgramErrors.HOME_NOT_WRITABLE,
                    "cannot create " + settings.folder() + ": " + e.getMessage() + ". Free space or set MAESTRO_HOME.", e);
        }
        // The schema is written only into an absent file, so another server version begins another file.
        Path database = settings.folder().resolve("temporal-" + settings.binary().serverVersion() + ".db");
        UiGate gate = UiGate.open(settings.uiPort(), URI.create("http://127.0.0.1/"));
        try {
            try {
                return started(settings, database, port, gate);
            } catch (Problem lost) {
                if (settings.port() != 0 || !lost.getMessage().contains("address already in use")) {
                    throw lost;
                }
                // A port that was free a moment ago went to somebody else's connection; free ones are plenty.
                return started(settings, database, freePort(), gate);
            }
        } catch (RuntimeException e) {
            gate.close();
            throw e;
        }
    }

    private static TemporalServer started(Settings settings, Path database, int port, UiGate gate) {
        try {
            return ready(new TemporalServer(settings, database, port, hidden(), gate));
        } catch (IOException e) {
            throw Problem.infrastructure(TemporalErrors.TEMPORAL_START_FAILED,
                    "cannot run " + settings.binary().program() + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Where the UI itself listens, which answers to any host name: on Linux at one of sixteen million addresses of this machine, so that
     * no page of a browser finds it; elsewhere there is one such address.
     */
    private static InetSocketAddress hidden() throws IOException {
        String host = "127.0.0.1";
        if (System.getProperty("os.name").startsWith("Linux")) {
            SecureRandom random = new SecureRandom();
            host = "127." + (1 + random.nextInt(254)) + "." + random.nextInt(256) + "." + (1 + random.nextInt(254));
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return new InetSocketAddress(host, socket.getLocalPort());
        }
    }

    private static TemporalServer ready(TemporalServer server) {
        try {
            server.awaitReady();
            server.prepareNamespace();
            return server;
        } catch (RuntimeException e) {
            server.process.close();
            throw e;
        }
    }

    private Tethered launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                settings.binary().program().toString(), "server", "start-dev", "--ip", "127.0.0.1", "--port", String.valueOf(port),
                "--ui-ip", hiddenUi.getHostString(), "--ui-port", String.valueOf(hiddenUi.getPort()), "--db-filename", database.toString(),
                "--namespace", settings.namespace(),
                "--http-port", String.valueOf(httpPort), "--ui-disable-news-fetch", "--log-level", "error",
                "--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL",
                "--dynamic-config-value", "history.transferProcessorMaxPollRPS=" + POLLS_PER_SECOND,
                "--dynamic-config-value", "history.timerProcessorMaxPollRPS=" + POLLS_PER_SECOND,
                // The HTTP API takes what any page of a browser posts. It cannot be switched off, so it answers to a name that nobody knows.
                "--dynamic-config-value", "frontend.httpAllowedHosts=[\"" + UUID.randomUUID() + ".invalid\"]"));
        SearchAttributes.ALL.entrySet()
                .forEach(attribute -> command.addAll(List.of("--search-attribute", SearchAttributes.flag(attribute))));
        return Tethered.start(command, Map.of(), settings.log());
    }

    /** {@code host:port} of the frontend. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public URI ui() {
        return URI.create("http://127.0.0.1:" + gate.port());
    }

    /** Of its HTTP API, which answers to nobody. */
    int httpPort() {
        return httpPort;
    }

    public synchronized long pid() {
        return process.pid();
    }

    public Path log() {
        return settings.log();
    }

    /** Completes when the server that runs now ends. */
    public synchronized CompletableFuture<Integer> ended() {
        return process.ended();
    }

    /** Kills it, as a crash would. */
    public synchronized void kill() {
        process.kill();
    }

    /** Starts a dead server again, on the same ports and data, and waits until it serves. */
    public void restart() {
        synchronized (this) {
            if (process.alive()) {
                return;
            }
            try {
                process = launch();
            } catch (IOException e) {
                throw Problem.infrastructure(TemporalErrors.TEMPORAL_START_FAILED,
                        "cannot run " + settings.binary().program() + ": " + e.getMessage() + ".", e);
            }
        }
        awaitReady();
    }

    @Override
    public synchronized void close() {
        process.close();
        gate.close();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        WorkflowServiceStubs stubs = WorkflowServiceStubs
                .newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
        try {
            while (true) {
                if (!listening()) {
                    // Not even a socket: asking through the client would only count its back-off up.
                    pause(deadline, "it does not listen on port " + port);
                    continue;
                }
                try {
                    stubs.blockingStub().withDeadlineAfter(Duration.ofSeconds(2))
                            .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(settings.namespace()).build());
                    return;
                } catch (StatusRuntimeException e) {
                    pause(deadline, e.getStatus().toString());
                }
            }
        } finally {
            stubs.shutdownNow();
        }
    }

    private boolean listening() {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void pause(long deadline, String last) {
        boolean alive;
        synchronized (this) {
            alive = process.alive();
        }
        if (!alive || System.nanoTime() > deadline) {
            String why = alive ? "it did not serve within " + READY_WITHIN.toSeconds() + " s (" + last + ")" : "it ended by itself";
            throw Problem.infrastructure(TemporalErrors.TEMPORAL_START_FAILED, why + ". Its log " + settings.log() + " ends: " + logTail(),
                    null);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw Problem.infrastructure(TemporalErrors.TEMPORAL_START_FAILED, "interrupted while it started", null);
        }
    }

    private void prepareNamespace() {
        WorkflowServiceStubs stubs = WorkflowServiceStubs
                .newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
        OperatorServiceStubs operator = OperatorServiceStubs
                .newServiceStubs(OperatorServiceStubsOptions.newBuilder().setTarget(address()).validateAndBuildWithDefaults());
        try {
            SearchAttributes.register(operator, settings.namespace());
            stubs.blockingStub().updateNamespace(UpdateNamespaceRequest.newBuilder()
                    .setNamespace(settings.namespace())
                    .setConfig(NamespaceConfig.newBuilder().setWorkflowExecutionRetentionTtl(Durations.fromDays(settings.retentionDays())))
                    .build());
        } catch (StatusRuntimeException e) {
            throw Problem.infrastructure(TemporalErrors.TEMPORAL_START_FAILED,
                    "cannot prepare namespace \"" + settings.namespace() + "\": " + e.getStatus() + ".", e);
        } finally {
            stubs.shutdownNow();
            operator.shutdownNow();
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(settings.log());
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException _) {
            return "(unreadable)";
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw Problem.infrastructure(TemporalErrors.NO_FREE_PORT, "no free port on 127.0.0.1: " + e.getMessage() + ".", e);
        }
    }

    private static int requireFree(int port, String setting) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return port;
        } catch (IOException e) {
            throw Problem.infrastructure(TemporalErrors.PORT_IN_USE,
                    setting + " = " + port + ", and another program listens there. Stop it, or set another port (0 takes any free one).",
                    e);
        }
    }
}
