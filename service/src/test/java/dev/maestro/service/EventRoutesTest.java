package dev.maestro.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.service.ServiceFixture.Answer;
import dev.maestro.service.http.ServiceSettings;
import dev.maestro.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class EventRoutesTest {
    private static ServiceFixture service;

    @BeforeAll
    static void start() {
        service = new ServiceFixture();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static List<Integer> numbers(String stream) {
        return stream.lines().filter(line -> line.startsWith("id: ")).map(line -> Integer.parseInt(line.substring(4))).toList();
    }

    private static List<String> kinds(String stream) {
        return stream.lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)).toList();
    }

    @Test
    void a_stream_tells_everything_while_it_happens_and_ends_with_the_query() {
        String id = service.ask("streamed");
        CompletableFuture<Answer> stream = CompletableFuture
                .supplyAsync(() -> service.get("/v1/queries/" + id + "/events", service.viewer));
        service.engine.pin(id);
        service.engine.turn(id, 1);
        service.engine.end(id, QueryStatus.ANSWERED, Optional.of("17"), "");
        Answer ended = stream.join();
        assertThat(ended.header("Content-Type")).startsWith("text/event-stream");
        assertThat(ended.header("Cache-Control")).contains("no-transform");
        assertThat(ended.text()).startsWith("retry: 2000\n\n");
        assertThat(kinds(ended.text())).containsExactly("accepted", "started", "pinned", "decided", "step", "verdict", "observed",
                "outcome", "done");
        assertThat(numbers(ended.text())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        JsonNode step = ended.text().lines().filter(line -> line.contains("\"event\":\"step\"")).map(line -> Json.tree(line.substring(6)))
                .findFirst().orElseThrow();
        assertThat(step.path("expert").asText()).isEqualTo("Chart-R1");
        assertThat(step.path("preview").asText()).isEqualTo("seventeen");
        assertThat(ended.text()).contains("\"rules\":[\"a rule\"]").contains("\"text_is_data\":true").contains("<b>which?</b>");
    }

    @Test
    void a_stream_that_is_cut_behind_every_event_and_taken_up_again_has_every_number_once() {
        String id = service.ask("cut");
        service.engine.answer(id, "17");
        List<Integer> seen = new ArrayList<>();
        for (int last = 0; last < 8; last++) {
            seen.add(firstNumber(id, last));
        }
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(service.get("/v1/queries/" + id + "/events", service.viewer, "Last-Event-ID", "8").status()).isEqualTo(204);
        assertThat(numbers(service.get("/v1/queries/" + id + "/events?after=3", service.viewer, "Last-Event-ID", "6").text()))
                .as("the larger counts").containsExactly(7, 8);
    }

    /** Reads one event, and closes the connection in the middle of the stream. */
    private static int firstNumber(String id, int last) {
        try (Socket socket = new Socket("127.0.0.1", service.service().port())) {
            socket.getOutputStream().write(("GET /v1/queries/" + id + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + service.viewer + "\r\nLast-Event-ID: " + last + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            while (!line.startsWith("id: ")) {
                line = reader.readLine();
            }
            return Integer.parseInt(line.substring(4));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void events_also_come_as_a_list() {
        String id = service.ask("as a list");
        service.engine.answer(id, "17");
        JsonNode list = service.get("/v1/queries/" + id + "/events?after=2", service.viewer, "Accept", "application/json").json();
        assertThat(list.path("data").findValuesAsText("seq")).startsWith("3");
        assertThat(list.path("next").asText()).isEqualTo("8");
        assertThat(service.get("/v1/queries/" + id + "/events", service.viewer, "Accept", "text/html2").status()).isEqualTo(406);
    }

    @Test
    void a_retried_query_goes_on_telling() {
        String id = service.ask("retried");
        service.engine.pin(id);
        service.engine.end(id, QueryStatus.FAILED, Optional.empty(), "FAILED");
        service.post("/v1/queries/" + id + "/retry", service.user, "");
        CompletableFuture<Answer> stream = CompletableFuture
                .supplyAsync(() -> service.get("/v1/queries/" + id + "/events", service.viewer));
        service.engine.turn(id, 1);
        service.engine.end(id, QueryStatus.ANSWERED, Optional.of("17"), "");
        assertThat(kinds(stream.join().text())).containsSubsequence("outcome", "retried", "decided", "outcome", "done");
    }

    @Test
    void two_servers_tell_the_same_events() {
        String id = service.ask("two servers");
        try (MaestroService other = service.start(ServiceSettings.DEFAULT)) {
            CompletableFuture<Answer> first = CompletableFuture
                    .supplyAsync(() -> service.get("/v1/queries/" + id + "/events", service.viewer));
            CompletableFuture<Answer> second = CompletableFuture.supplyAsync(
                    () -> service.send(service.request(other.port(), "/v1/queries/" + id + "/events", service.viewer).GET().build()));
            service.engine.pin(id);
            IntStream.rangeClosed(1, 20).parallel().forEach(turn -> service.engine.turn(id, turn));
            service.engine.end(id, QueryStatus.ANSWERED, Optional.of("17"), "");
            assertThat(first.join().text()).isEqualTo(second.join().text());
            assertThat(numbers(first.join().text())).containsExactlyElementsOf(IntStream.rangeClosed(1, 84).boxed().toList());
        }
    }

    @Test
    void a_server_that_is_stopped_sends_its_readers_and_those_who_wait_to_the_next_one() {
        String id = service.ask("stopped");
        CompletableFuture<Answer> stream;
        CompletableFuture<Answer> waiting;
        try (MaestroService other = service.start(ServiceSettings.DEFAULT)) {
            stream = CompletableFuture.supplyAsync(
                    () -> service.send(service.request(other.port(), "/v1/queries/" + id + "/events", service.viewer).GET().build()));
            waiting = CompletableFuture.supplyAsync(() -> service.send(service
                    .request(other.port(), "/v1/queries", service.user, "Prefer", "wait=60", "Idempotency-Key", "stopped", "Content-Type",
                            "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(ServiceFixture.question("stopped, too"))).build()));
            Eventually.that("both are there", () -> other.openStreams() == 1 && other.waitingCalls() == 1);
        }
        assertThat(stream.join().text()).contains("retry: 500").doesNotContain("event: done");
        Answer sent = waiting.join();
        assertThat(sent.status()).isEqualTo(503);
        assertThat(sent.code()).isEqualTo("SHUTTING_DOWN");
        assertThat(sent.header("x-should-retry")).isEqualTo("true");
        Answer again = service.post("/v1/queries", service.user, ServiceFixture.question("stopped, too"), "Idempotency-Key", "stopped");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }
}
