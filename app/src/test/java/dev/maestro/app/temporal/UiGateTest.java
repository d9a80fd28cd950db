package dev.maestro.app.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.maestro.app.program.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the gate before Temporal's UI lets in. */
class UiGateTest {
    private HttpServer ui;
    private UiGate gate;

    @BeforeEach
    void open() throws IOException {
        ui = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ui.createContext("/", exchange -> {
            String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) + " "
                    + exchange.getRequestHeaders().getFirst("Cookie");
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Set-Cookie", "_csrf=x");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ui.start();
        gate = UiGate.open(0, URI.create("http://127.0.0.1:" + ui.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        gate.close();
        ui.stop(0);
    }

    private String send(String start, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.port())) {
            socket.getOutputStream().write((start + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:8233", "LOCALHOST", "[::1]:9999"})
    void the_names_of_this_machine_are_let_in_at_any_port(String host) throws IOException {
        assertThat(send("POST /api/v1/x?a=b", "Host: " + host + "\r\nCookie: _csrf=x\r\n", "body"))
                .startsWith("HTTP/1.1 200").containsIgnoringCase("set-cookie: _csrf=x").endsWith("POST /api/v1/x?a=b body _csrf=x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8233", "127.0.0.1.evil.example", "localhost.evil.example:1", "0.0.0.0", ""})
    void any_other_name_is_refused(String host) throws IOException {
        assertThat(send("GET /", "Host: " + host + "\r\n", "")).startsWith("HTTP/1.1 403").contains("Open it as http://127.0.0.1:");
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example,403", "null,403", "http://localhost:8233,200", "http://127.0.0.1,200"})
    void what_another_page_posts_is_refused(String origin, int status) throws IOException {
        assertThat(send("POST /api/v1/x", "Host: localhost\r\nOrigin: " + origin + "\r\n", "{}")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void a_request_that_names_another_host_in_its_path_goes_to_the_user_interface_all_the_same() throws IOException {
        assertThat(send("GET //evil.example/page", "Host: localhost\r\n", "")).startsWith("HTTP/1.1 200").contains("GET /page");
    }

    @Test
    void while_the_user_interface_is_away_that_is_said() throws IOException {
        ui.stop(0);
        assertThat(send("GET /", "Host: localhost\r\n", "")).startsWith("HTTP/1.1 502");
    }

    @Test
    void a_port_that_is_taken_is_told_by_its_setting() {
        assertThatThrownBy(() -> UiGate.open(ui.getAddress().getPort(), URI.create("http://127.0.0.1:1"))).isInstanceOf(Problem.class)
                .hasMessageContaining("PORT_IN_USE").hasMessageContaining("temporal.ui.port");
    }
}
