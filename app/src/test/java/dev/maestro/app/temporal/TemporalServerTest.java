package dev.maestro.app.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.program.Problem;
import dev.maestro.testing.Eventually;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("end-to-end")
class TemporalServerTest {
    private static TemporalBinary.Found binary;

    @TempDir
    private Path folder;

    @BeforeAll
    static void obtain() {
        // The cache outlives a build: the server is fetched once per machine, verified.
        Path cache = Path.of(System.getProperty("user.home"), ".maestro", "cache", "temporal");
        binary = new TemporalBinary(java.util.Optional.empty(), cache, line -> {}).obtain();
    }

    private TemporalServer.Settings settings(int port) {
        return new TemporalServer.Settings(binary, folder, folder.resolve("temporal.log"), "default", port, 0, 12);
    }

    @Test
    void it_serves_on_loopback_with_a_user_interface_search_attributes_and_retention() throws Exception {
        try (TemporalServer server = TemporalServer.start(settings(0))) {
            assertThat(server.address()).startsWith("127.0.0.1:");
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> page = client.send(HttpRequest.newBuilder(server.ui()).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body()).containsIgnoringCase("<html");
            }
            OperatorServiceStubs operator = OperatorServiceStubs
                    .newServiceStubs(OperatorServiceStubsOptions.newBuilder().setTarget(server.address()).validateAndBuildWithDefaults());
            WorkflowServiceStubs stubs = stubs(server);
            assertThat(
                    operator.blockingStub().listSearchAttributes(ListSearchAttributesRequest.newBuilder().setNamespace("default").build())
                            .getCustomAttributesMap())
                    .containsAllEntriesOf(SearchAttributes.ALL);
            assertThat(stubs.blockingStub().describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace("default").build())
                    .getConfig().getWorkflowExecutionRetentionTtl().getSeconds()).isEqualTo(Duration.ofDays(12).toSeconds());
            operator.shutdownNow();
            stubs.shutdownNow();
        }
    }

    @Test
    void a_page_of_a_stranger_reaches_neither_its_user_interface_nor_its_http_interface() throws Exception {
        try (TemporalServer server = TemporalServer.start(settings(0))) {
            // The UI listens a moment before it can answer.
            Eventually.that("the UI answers", () -> statusOf(server).equals("200"));
            assertThat(status(server.ui().getPort(), "localhost:9999", "")).as("through a tunnel").isEqualTo("200");
            assertThat(status(server.ui().getPort(), "evil.example:" + server.ui().getPort(), "")).isEqualTo("403");
            assertThat(status(server.ui().getPort(), "127.0.0.1", "Origin: http://evil.example\r\n")).isEqualTo("403");
            assertThat(status(server.httpPort(), "127.0.0.1:" + server.httpPort(), "")).isEqualTo("403");
            assertThat(status(server.httpPort(), "localhost", "")).isEqualTo("403");
        }
    }

    private static String statusOf(TemporalServer server) {
        try {
            return status(server.ui().getPort(), "127.0.0.1:" + server.ui().getPort(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String status(int port, String host, String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET /api/v1/namespaces HTTP/1.1\r\nHost: " + host + "\r\n" + header + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ", 3)[1];
        }
    }

    @Test
    @Tag("crash")
    void a_killed_server_comes_back_on_the_same_port_with_its_workflows() {
        try (TemporalServer server = TemporalServer.start(settings(0))) {
            String address = server.address();
            WorkflowServiceStubs stubs = stubs(server);
            WorkflowClient.newInstance(stubs)
                    .newUntypedWorkflowStub("Waits", WorkflowOptions.newBuilder().setWorkflowId("kept").setTaskQueue("nobody").build())
                    .start();
            long before = server.pid();
            server.kill();
            server.ended().join();
            server.restart();
            assertThat(server.address()).isEqualTo(address);
            assertThat(server.pid()).isNotEqualTo(before);
            assertThat(WorkflowClient.newInstance(stubs).newUntypedWorkflowStub("kept").describe().getStatus().name()).endsWith("RUNNING");
            stubs.shutdownNow();
        }
    }

    @Test
    void a_port_in_use_is_named_with_its_setting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> TemporalServer.start(settings(taken.getLocalPort())))
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith("PORT_IN_USE: temporal.port = " + taken.getLocalPort());
        }
    }

    private static WorkflowServiceStubs stubs(TemporalServer server) {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
    }
}
