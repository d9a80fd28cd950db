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
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final int uiPort;
    private Tethered process;

    /**
     * @param folder       for the data
     * @param log          for what the server prints
     * @param port         0 for a free one; likewise {@code uiPort}
     * @param retentionDays how long ended workflows stay visible
     */
    public record Settings(TemporalBinary.Found binary, Path folder, Path log, String namespace, int port, int uiPort, int retentionDays) {}

    private TemporalServer(Settings settings, Path database, int port, int uiPort, Tethered process) {
        this.settings = settings;
        this.database = database;
        this.port = port;
        this.uiPort = uiPort;
        this.process = process;
    }

    /**
     * Starts and waits until it serves.
     *
     * @throws Problem {@code PORT_IN_USE} or {@code TEMPORAL_START_FAILED} with the end of its log
     */
    public static TemporalServer start(Settings settings) {
        int port = settings.port() == 0 ? freePort() : requireFree(settings.port(), "temporal.port");
        int uiPort = settings.uiPort() == 0 ? freePort() : requireFree(settings.uiPort(), "temporal.ui.port");
        try {
            Files.createDirectories(settings.folder());
            Files.createDirectories(settings.log().toAbsolutePath().getParent());
        } catch (IOException e) {
            throw Problem.infrastructure(ProgramErrors.HOME_NOT_WRITABLE,
                    "cannot create " + settings.folder() + ": " + e.getMessage() + ". Free space or set MAESTRO_HOME.", e);
        }
        // The schema is written only into an absent file, so another server version begins another file.
        Path database = settings.folder().resolve("temporal-" + settings.binary().serverVersion() + ".db");
        try {
            return ready(new TemporalServer(settings, database, port, uiPort, launch(settings, database, port, uiPort)));
        } catch (Problem lost) {
            if (settings.port() != 0 || !lost.getMessage().contains("address already in use")) {
                throw lost;
            }
            // A port that was free a moment ago went to somebody else's connection; free ones are plenty.
            int other = freePort();
            int otherUi = settings.uiPort() == 0 ? freePort() : uiPort;
            return ready(new TemporalServer(settings, database, other, otherUi, launch(settings, database, other, otherUi)));
        }
    }

    private static TemporalServer ready(TemporalServer server) {
        try {
            server.awaitReady();
            server.prepareNamespace();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Tethered launch(Settings settings, Path database, int port, int uiPort) {
        List<String> command = new ArrayList<>(List.of(
                settings.binary().program().toString(), "server", "start-dev", "--ip", "127.0.0.1", "--port", String.valueOf(port),
                "--ui-port", String.valueOf(uiPort), "--db-filename", database.toString(), "--namespace", settings.namespace(),
                "--ui-disable-news-fetch", "--log-level", "error",
                "--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL",
                "--dynamic-config-value", "history.transferProcessorMaxPollRPS=" + POLLS_PER_SECOND,
                "--dynamic-config-value", "history.timerProcessorMaxPollRPS=" + POLLS_PER_SECOND));
        SearchAttributes.ALL.entrySet()
                .forEach(attribute -> command.addAll(List.of("--search-attribute", SearchAttributes.flag(attribute))));
        try {
            return Tethered.start(command, Map.of(), settings.log());
        } catch (IOException e) {
            throw Problem.infrastructure(TemporalErrors.TEMPORAL_START_FAILED,
                    "cannot run " + settings.binary().program() + ": " + e.getMessage() + ".",
                    e);
        }
    }

    /** {@code host:port} of the frontend. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public URI ui() {
        return URI.create("http://127.0.0.1:" + uiPort);
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
            process = launch(settings, database, port, uiPort);
        }
        awaitReady();
    }

    @Override
    public synchronized void close() {
        process.close();
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
