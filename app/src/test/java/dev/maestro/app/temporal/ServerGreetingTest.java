package dev.maestro.app.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.program.Problem;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses where somebody else listens, or nobody. */
class ServerGreetingTest {
    /** Five seconds of patience, and some for a busy machine; the SDK by itself takes twenty-one. */
    private static final Duration SOON = Duration.ofSeconds(12);

    /** Says something to everybody, or nothing, and hangs on. */
    private record Stranger(ServerSocket socket, List<Socket> guests) implements AutoCloseable {
        static Stranger saying(String words) throws IOException {
            Stranger stranger = new Stranger(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), new ArrayList<>());
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket guest = stranger.socket.accept();
                        synchronized (stranger.guests) {
                            stranger.guests.add(guest);
                        }
                        guest.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                        guest.getOutputStream().flush();
                    }
                } catch (IOException _) {
                    // closed
                }
            });
            return stranger;
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            synchronized (guests) {
                for (Socket guest : guests) {
                    guest.close();
                }
            }
        }
    }

    private static void refused(int port) {
        String address = "127.0.0.1:" + port;
        WorkflowServiceStubs stubs = WorkflowServiceStubs
                .newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        long start = System.nanoTime();
        try {
            assertThatThrownBy(() -> ServerGreeting.require(stubs, address)).isInstanceOf(Problem.class)
                    .hasMessageContainingAll("TEMPORAL_UNAVAILABLE", address, "temporal.address", "7233");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        } finally {
            stubs.shutdownNow();
        }
    }

    @Test
    void a_server_that_speaks_something_else_is_refused_soon() throws IOException {
        try (Stranger web = Stranger.saying("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
            refused(web.port());
        }
    }

    @Test
    void a_server_that_says_nothing_is_refused_soon() throws IOException {
        try (Stranger silent = Stranger.saying("")) {
            refused(silent.port());
        }
    }

    @Test
    void an_address_where_nobody_listens_is_refused_soon() throws IOException {
        int port;
        try (ServerSocket freed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = freed.getLocalPort();
        }
        refused(port);
    }
}
