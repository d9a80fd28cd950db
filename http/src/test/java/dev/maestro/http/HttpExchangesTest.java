package dev.maestro.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.CallContext;
import dev.maestro.http.HttpEnd.Complete;
import dev.maestro.http.HttpEnd.Failed;
import dev.maestro.http.HttpEnd.Problem;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exchanges with a server on this machine that does what it is told, down to the bytes. */
class HttpExchangesTest {
    private static final int MAX_BYTES = 100_000;
    private static final HttpLimits PATIENT = new HttpLimits(5_000, 20_000, 20_000, MAX_BYTES);
    private static final HttpLimits SHORT_OF_TIME = new HttpLimits(5_000, 300, 20_000, MAX_BYTES);

    private final FakeExpert server = FakeExpert.start();
    private final HttpExchanges http = new HttpExchanges();

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    /** Keeps what it is given, and has enough after so many bytes. */
    private static final class Kept implements HttpReader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int enough;
        private int status;
        private Map<String, String> headers = Map.of();

        Kept() {
            this(Integer.MAX_VALUE);
        }

        Kept(int enough) {
            this.enough = enough;
        }

        @Override
        public void head(int code, Map<String, String> names) {
            status = code;
            headers = names;
        }

        @Override
        public boolean body(byte[] part) {
            bytes.writeBytes(part);
            return bytes.size() >= enough;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** A caller that changes its mind. */
    private static final class Caller implements CallContext {
        private final AtomicBoolean cancelled = new AtomicBoolean();

        @Override
        public boolean cancelled() {
            return cancelled.get();
        }

        @Override
        public void progress(int charactersSoFar) {
            throw new AssertionError("an exchange knows no characters");
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpCall get(HttpLimits limits) {
        return HttpCall.get(address("/v1/thing"), Map.of(), limits);
    }

    private HttpEnd run(HttpLimits limits, HttpReader reader) {
        return http.run(get(limits), reader, CallContext.NONE);
    }

    private static Script bytes(int count) {
        return exchange -> exchange.reply(200, Map.of(), new byte[count]);
    }

    private static void assertFailed(HttpEnd end, Problem problem, String words) {
        assertThat(end).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.problem()).isEqualTo(problem);
            assertThat(failed.message()).contains(words);
        });
    }

    private void assertHungUp() {
        Eventually.that("the connection is closed", () -> server.openConnections() == 0);
    }

    @Test
    void a_reply_comes_with_its_status_its_headers_and_its_body() {
        server.next(exchange -> exchange.reply(418, Map.of("X-Kind", "teapot"), "short and stout".getBytes(StandardCharsets.UTF_8)));
        Kept kept = new Kept();

        assertThat(run(PATIENT, kept)).isEqualTo(new Complete());

        assertThat(kept.status).isEqualTo(418);
        assertThat(kept.headers).containsEntry("x-kind", "teapot").containsEntry("content-length", "15");
        assertThat(kept.text()).isEqualTo("short and stout");
    }

    @Test
    void the_server_gets_method_path_query_headers_and_body_as_they_were_given() {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        http.run(new HttpCall("PUT", address("/a%20b?c=d%2Fe&f"), Optional.empty(), Map.of("X-Mine", "yes"), body, PATIENT), new Kept(),
                CallContext.NONE);

        FakeExpert.Received received = server.last();
        assertThat(received.method()).isEqualTo("PUT");
        assertThat(received.path()).isEqualTo("/a%20b?c=d%2Fe&f");
        assertThat(received.headers()).containsEntry("x-mine", "yes");
        assertThat(received.body().path("a").asInt()).isEqualTo(1);
    }

    @Test
    void an_address_without_a_path_means_the_root() {
        http.run(HttpCall.get(address(""), Map.of(), PATIENT), new Kept(), CallContext.NONE);

        assertThat(server.last().path()).isEqualTo("/");
    }

    @Test
    void a_call_goes_to_the_address_it_was_given_and_names_the_host() throws IOException {
        URI uri = URI.create("http://model.test:" + server.port() + "/");
        HttpCall call = new HttpCall("GET", uri, Optional.of(InetAddress.getByName("127.0.0.1")), Map.of(), new byte[0], PATIENT);

        assertThat(http.run(call, new Kept(), CallContext.NONE)).isEqualTo(new Complete());

        assertThat(server.last().headers()).containsEntry("host", "model.test:" + server.port());
    }

    @Test
    void of_a_header_that_comes_twice_the_first_value_counts() {
        server.next(exchange -> exchange.raw("HTTP/1.1 200 OK\r\nX-One: first\r\nx-one: second\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII)));
        Kept kept = new Kept();

        run(PATIENT, kept);

        assertThat(kept.headers).containsEntry("x-one", "first");
    }

    @Test
    void a_redirect_is_told_and_not_followed() {
        server.next(exchange -> exchange.reply(302, Map.of("Location", "/elsewhere"), new byte[0]));
        Kept kept = new Kept();

        assertThat(run(PATIENT, kept)).isEqualTo(new Complete());

        assertThat(kept.status).isEqualTo(302);
        assertThat(kept.headers).containsEntry("location", "/elsewhere");
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_failure_of_the_server_is_not_asked_again() {
        server.next(Script.status(503, "come back later"));
        Kept kept = new Kept();

        assertThat(run(PATIENT, kept)).isEqualTo(new Complete());

        assertThat(kept.status).isEqualTo(503);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void one_connection_serves_one_call_after_another() {
        for (int i = 0; i < 5; i++) {
            assertThat(run(PATIENT, new Kept())).isEqualTo(new Complete());
        }

        assertThat(server.openConnections()).isEqualTo(1);
    }

    @Test
    void a_port_where_nobody_listens_refuses_the_connection() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        HttpEnd end = http.run(HttpCall.get(URI.create("http://127.0.0.1:" + port + "/"), Map.of(), PATIENT), new Kept(),
                CallContext.NONE);

        assertFailed(end, Problem.NO_CONNECTION, "127.0.0.1:" + port + " was refused");
    }

    @Test
    void a_silent_server_is_given_up_at_the_limit_for_the_first_byte() {
        server.next(Script.silence());

        assertFailed(run(SHORT_OF_TIME, new Kept()), Problem.TIMED_OUT, "no first byte within 300 ms");
        assertHungUp();
    }

    @Test
    void a_head_is_not_the_first_byte() {
        server.next(Script.headThenSilence());
        Kept kept = new Kept();

        assertFailed(run(SHORT_OF_TIME, kept), Problem.TIMED_OUT, "no first byte within 300 ms");
        assertThat(kept.status).isEqualTo(200);
    }

    @Test
    void a_server_that_stops_in_the_middle_is_given_up_at_the_same_limit() {
        server.next(exchange -> {
            exchange.head(200, Map.of("Content-Length", "10"));
            exchange.raw("half".getBytes(StandardCharsets.UTF_8));
            exchange.waitForClient();
        });
        Kept kept = new Kept();

        assertFailed(run(SHORT_OF_TIME, kept), Problem.TIMED_OUT, "no further byte within 300 ms");
        assertThat(kept.text()).isEqualTo("half");
    }

    @Test
    void a_server_that_drips_without_end_is_given_up_at_the_limit_for_everything() {
        server.next(Script.drip("a long text ".repeat(200), Duration.ofMillis(20)));

        assertFailed(run(new HttpLimits(5_000, 10_000, 400, MAX_BYTES), new Kept()), Problem.TIMED_OUT, "not done within 400 ms");
        assertHungUp();
    }

    @Test
    void a_reply_of_exactly_the_allowed_bytes_is_taken() {
        server.next(bytes(MAX_BYTES));
        Kept kept = new Kept();

        assertThat(run(PATIENT, kept)).isEqualTo(new Complete());
        assertThat(kept.bytes.size()).isEqualTo(MAX_BYTES);
    }

    @Test
    void a_reply_that_says_it_is_too_large_is_not_read() {
        server.next(exchange -> {
            exchange.head(200, Map.of("Content-Length", Integer.toString(MAX_BYTES + 1)));
            exchange.waitForClient();
        });
        Kept kept = new Kept();

        assertFailed(run(PATIENT, kept), Problem.TOO_LARGE, MAX_BYTES + 1 + " bytes by its head, limit " + MAX_BYTES);
        assertThat(kept.bytes.size()).isZero();
        assertHungUp();
    }

    @Test
    void a_reply_that_says_a_length_beyond_all_numbers_is_too_large() {
        server.next(exchange -> {
            exchange.head(200, Map.of("Content-Length", "9223372036854775807"));
            exchange.waitForClient();
        });

        assertFailed(run(PATIENT, new Kept()), Problem.TOO_LARGE, "by its head");
    }

    @Test
    void a_reply_without_a_length_is_cut_off_at_the_allowed_bytes() {
        server.next(Script.huge(50));
        Kept kept = new Kept();

        assertFailed(run(PATIENT, kept), Problem.TOO_LARGE, "more than " + MAX_BYTES + " bytes");
        assertThat(kept.bytes.size()).isLessThanOrEqualTo(MAX_BYTES);
        assertHungUp();
    }

    @Test
    void a_connection_that_ends_before_the_reply_is_cut() {
        server.next(Script.cut(), Script.cutInTheMiddle(), Script.streamThenCut("a streamed text"));

        for (String when : List.of("before the head", "within a body of known length", "within chunks")) {
            assertThat(run(PATIENT, new Kept())).as(when).isInstanceOfSatisfying(Failed.class,
                    failed -> assertThat(failed.problem()).isEqualTo(Problem.CUT));
        }
    }

    @Test
    void what_is_not_http_is_said_to_be_so() {
        server.next(Script.garbage());

        assertThat(run(PATIENT, new Kept())).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.problem()).isEqualTo(Problem.NOT_HTTP));
    }

    @Test
    void nothing_is_sent_for_a_caller_that_has_gone_already() {
        Caller caller = new Caller();
        caller.cancelled.set(true);

        assertFailed(http.run(get(PATIENT), new Kept(), caller), Problem.CANCELLED, "given up by its caller");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void a_caller_that_goes_takes_the_connection_along() {
        server.next(Script.silence());
        Caller caller = new Caller();
        CompletableFuture<HttpEnd> end = CompletableFuture.supplyAsync(() -> http.run(get(PATIENT), new Kept(), caller));
        Eventually.that("the request has arrived", () -> !server.received().isEmpty());

        caller.cancelled.set(true);

        assertFailed(end.join(), Problem.CANCELLED, "given up by its caller");
        assertHungUp();
    }

    @Test
    void a_thread_that_is_interrupted_gives_up_and_stays_interrupted() {
        server.next(Script.silence());
        CompletableFuture<HttpEnd> end = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            end.complete(run(PATIENT, new Kept()));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        Eventually.that("the request has arrived", () -> !server.received().isEmpty());

        caller.interrupt();

        assertFailed(end.join(), Problem.CANCELLED, "its thread was interrupted");
        assertThat(interrupted.join()).isTrue();
        assertHungUp();
    }

    @Test
    void a_reader_that_has_enough_ends_the_exchange_and_what_would_still_come() {
        server.next(Script.huge(50));
        Kept kept = new Kept(10);

        assertThat(run(PATIENT, kept)).isEqualTo(new Complete());

        assertThat(kept.bytes.size()).isPositive().isLessThanOrEqualTo(MAX_BYTES);
        assertHungUp();
    }

    @Test
    void a_connection_whose_reader_had_enough_just_before_the_end_is_kept() {
        server.next(bytes(100));

        assertThat(run(PATIENT, new Kept(100))).isEqualTo(new Complete());

        assertThat(server.openConnections()).isEqualTo(1);
        assertThat(run(PATIENT, new Kept())).isEqualTo(new Complete());
        assertThat(server.openConnections()).isEqualTo(1);
    }

    @Test
    void a_reader_that_fails_leaves_no_connection_behind() {
        server.next(Script.huge(50));
        HttpReader broken = new HttpReader() {
            @Override
            public void head(int status, Map<String, String> headers) {
                throw new IllegalStateException("a mistake of the reader");
            }

            @Override
            public boolean body(byte[] bytes) {
                return false;
            }
        };

        assertThatThrownBy(() -> run(PATIENT, broken)).isInstanceOf(IllegalStateException.class).hasMessage("a mistake of the reader");
        assertHungUp();
    }

    @Test
    void an_address_of_another_kind_or_without_a_host_is_no_call() {
        for (String address : List.of("ftp://example.org/a", "file:///etc/passwd", "/relative", "http:///nowhere")) {
            assertThatThrownBy(() -> HttpCall.get(URI.create(address), Map.of(), PATIENT)).as(address)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(address);
        }
    }

    @Test
    void limits_of_nothing_are_no_limits() {
        assertThatThrownBy(() -> new HttpLimits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HttpLimits(1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HttpLimits(1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HttpLimits(1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
