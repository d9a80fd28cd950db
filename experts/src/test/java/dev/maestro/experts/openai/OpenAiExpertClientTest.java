package dev.maestro.experts.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.ExpertRequest;
import dev.maestro.experts.Reply;
import dev.maestro.experts.testing.Caller;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.http.HttpExchanges;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.testing.TestExperts;
import dev.maestro.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiExpertClientTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    /** Short enough for tests: 300 ms to the first byte, 900 ms in all. */
    private static final Expert.Limits SHORT = new Expert.Limits(4, 4_000_000, 2, 512, 500, 300, 900, 50);

    private final FakeExpert fake = FakeExpert.start();
    private final HttpExchanges http = new HttpExchanges();
    private final AtomicLong nanoTime = new AtomicLong();
    private final ChatClient chat = new ChatClient(http, new Credentials(Map.of("KEY", "sk-very-secret-key", "BLANK", " ")), nanoTime::get,
            () -> NOW);
    private final OpenAiExpertClient client = new OpenAiExpertClient(chat, Duration.ofMillis(150), 1_000_000);

    @AfterEach
    void stop() {
        http.close();
        fake.close();
    }

    @Test
    void a_streamed_answer_is_put_together_and_paid_for() {
        fake.always(Script.stream("Es sind vierzehn Schafe: 羊 ×14 🐑."));
        Reply reply = answered(call());
        assertThat(reply.text()).isEqualTo("Es sind vierzehn Schafe: 羊 ×14 🐑.");
        assertThat(reply.finishReason()).isEqualTo("stop");
        assertThat(reply.inputTokens()).isEqualTo(11);
        assertThat(reply.outputTokens()).isEqualTo(7);
        // 11 × 1 + 7 × 2 micros and 5 a call
        assertThat(reply.costMicros()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void events_may_be_cut_anywhere_even_within_a_letter(int size) {
        fake.always(Script.streamInPieces("Größe: 羊🐑, <answer>7</answer> and data: [DONE] as text", size));
        assertThat(answered(call()).text()).isEqualTo("Größe: 羊🐑, <answer>7</answer> and data: [DONE] as text");
    }

    @Test
    void a_server_that_ignores_streaming_is_understood() {
        fake.always(Script.plainJson("plain"));
        assertThat(answered(call()).text()).isEqualTo("plain");
    }

    @Test
    void the_request_is_what_the_protocol_says() {
        Expert expert = TestExperts.withCredential(fake.expert("vision"), "env:KEY");
        var image = TestImages.png(8, 8);
        answered(client.call(new ExpertRequest(expert, ExpertRequest.Task.ANSWER, "Be short.", "What is this?", "What?", List.of(image),
                Map.of(), List.of("</answer>"), 9_999, "q1/t1/s1"), CallContext.NONE));
        var received = fake.last();
        assertThat(received.method() + " " + received.path()).isEqualTo("POST /v1/chat/completions");
        assertThat(received.headers()).containsEntry("idempotency-key", "q1/t1/s1").containsEntry("authorization",
                "Bearer sk-very-secret-key");
        var body = received.body();
        assertThat(body.path("model").asText()).isEqualTo("fake-model");
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(body.path("max_tokens").asInt()).as("at most the expert's own").isEqualTo(512);
        assertThat(body.path("stop").path(0).asText()).isEqualTo("</answer>");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("stream_options").path("include_usage").asBoolean()).isTrue();
        assertThat(body.path("messages").path(0).toString()).isEqualTo("{\"role\":\"system\",\"content\":\"Be short.\"}");
        var content = body.path("messages").path(1).path("content");
        assertThat(content.path(0).path("image_url").path("url").asText())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(image.bytes()));
        assertThat(content.path(1).toString()).isEqualTo("{\"type\":\"text\",\"text\":\"What is this?\"}");
    }

    @Test
    void without_images_the_content_is_a_text_and_without_credential_no_key_is_sent() {
        answered(call());
        assertThat(fake.last().body().path("messages").toString()).isEqualTo("[{\"role\":\"user\",\"content\":\"Question: How many?\"}]");
        assertThat(fake.last().headers()).doesNotContainKey("authorization");
    }

    @Test
    void progress_is_told_while_the_reply_streams_in() {
        Caller caller = new Caller();
        fake.always(Script.stream("0123456789"));
        client.call(ExpertRequests.of(fake.expert("vision"), "How many?"), caller);
        assertThat(caller.progress()).isNotEmpty().isSorted().endsWith(10);
    }

    @Test
    void usage_is_estimated_where_none_is_reported() {
        fake.always(Script.json("{\"choices\":[{\"message\":{\"content\":\"12345678\"},\"finish_reason\":\"stop\"}]}"));
        Reply reply = answered(call());
        assertThat(reply.outputTokens()).isEqualTo(2);
        assertThat(reply.inputTokens()).isEqualTo(5);
    }

    @Test
    void reasoning_content_is_left_out_and_think_tags_are_left_in() {
        fake.always(Script.events(List.of(
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\",\"content\":null}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"<think>so</think> 7\"},\"finish_reason\":\"stop\",\"stop_reason\":\"</answer>\"}]}")));
        assertThat(answered(call()).text()).isEqualTo("<think>so</think> 7");
        ChatResult result = chat.complete(chatRequest(), CallContext.NONE);
        assertThat(result).isInstanceOfSatisfying(ChatResult.Completed.class, completed -> {
            assertThat(completed.stopReason()).contains("</answer>");
            assertThat(completed.usageReported()).isFalse();
        });
    }

    @Test
    void content_in_parts_is_joined() {
        fake.always(Script.json(
                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},\"finish_reason\":\"stop\"}]}"));
        assertThat(answered(call()).text()).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource({"400, BAD_REQUEST", "401, UNAUTHORIZED", "403, UNAUTHORIZED", "404, BAD_REQUEST", "408, TIMED_OUT", "413, BAD_REQUEST",
        "422, BAD_REQUEST", "429, RATE_LIMITED", "500, SERVER_ERROR", "502, SERVER_ERROR", "503, SERVER_ERROR", "307, BAD_REQUEST"})
    void each_status_has_its_kind(int status, FailureKind kind) {
        fake.always(Script.status(status, "the server's words"));
        Failure failure = failed(call(), kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.message()).contains("status " + status, "fake-model", fake.endpoint());
        assertThat(fake.received()).as("clients retry nothing").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"7, 7000", "1.5, 1500", "0, 0", "99999, 600000", "'Sun, 01 Mar 2026 12:00:30 GMT', 30000",
        "'Sun, 01 Mar 2020 12:00:30 GMT', 0"})
    void retry_after_is_read_and_bounded(String header, long millis) {
        fake.always(Script.status(429, "slow down", Map.of("Retry-After", header)));
        assertThat(failed(call(), FailureKind.RATE_LIMITED).retryAfter()).contains(Duration.ofMillis(millis));
    }

    @Test
    void a_retry_after_that_makes_no_sense_is_ignored() {
        fake.always(Script.status(429, "slow down", Map.of("Retry-After", "soon")));
        assertThat(failed(call(), FailureKind.RATE_LIMITED).retryAfter()).isEmpty();
    }

    @Test
    void a_redirect_is_not_followed() {
        fake.next(Script.status(302, "", Map.of("Location", fake.endpoint() + "/elsewhere")));
        failed(call(), FailureKind.BAD_REQUEST);
        assertThat(fake.received()).hasSize(1);
    }

    @Test
    void messages_repeat_neither_prompt_nor_key() {
        Expert expert = TestExperts.withCredential(fake.expert("vision"), "env:KEY");
        fake.next(Script.status(401, "Incorrect API key provided: sk-very-secret-key"));
        assertThat(failed(client.call(ExpertRequests.of(expert, "q"), CallContext.NONE), FailureKind.UNAUTHORIZED).message())
                .doesNotContain("secret");
        fake.next(Script.status(400, "cannot parse: Question: where does the patient live exactly?"));
        assertThat(
                failed(client.call(ExpertRequests.of(expert, "where does the patient live exactly?"), CallContext.NONE),
                        FailureKind.BAD_REQUEST)
                        .message())
                .doesNotContain("patient").contains("withheld");
        fake.next(Script.status(400, "bad image data:image/png;base64,AAAA"));
        assertThat(failed(call(), FailureKind.BAD_REQUEST).message()).doesNotContain("AAAA");
        fake.next(Script.status(400, "maximum context length is 4096 tokens"));
        assertThat(failed(call(), FailureKind.BAD_REQUEST).message()).contains("maximum context length is 4096 tokens");
    }

    @Test
    void a_credential_that_resolves_to_nothing_is_found_out_before_the_call(@TempDir Path folder) throws Exception {
        for (String reference : List.of("env:NONE", "env:BLANK", "file:" + folder.resolve("none"), "sk-1234-a-key-in-the-row")) {
            Failure failure = failed(
                    client.call(ExpertRequests.of(TestExperts.withCredential(fake.expert("vision"), reference), "q"), CallContext.NONE),
                    FailureKind.UNAUTHORIZED);
            assertThat(failure.message()).doesNotContain("sk-1234");
        }
        assertThat(fake.received()).isEmpty();
        Path file = folder.resolve("key");
        Files.writeString(file, "sk-from-file\n");
        answered(client.call(ExpertRequests.of(TestExperts.withCredential(fake.expert("vision"), "file:" + file), "q"), CallContext.NONE));
        assertThat(fake.last().headers()).containsEntry("authorization", "Bearer sk-from-file");
        Files.writeString(file, "sk-one\nsk-two");
        failed(client.call(ExpertRequests.of(TestExperts.withCredential(fake.expert("vision"), "file:" + file), "q"), CallContext.NONE),
                FailureKind.UNAUTHORIZED);
    }

    @Test
    void a_server_that_is_not_there_is_unreachable_at_once() {
        Expert expert = fake.expert("vision");
        fake.close();
        long start = System.nanoTime();
        Failure failure = failed(client.call(ExpertRequests.of(expert, "q"), CallContext.NONE), FailureKind.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(expert.limits().connectTimeoutMs()));
        assertThat(failure.message()).contains("was refused");
        failed(client.call(ExpertRequests.of(TestExperts.server("x", "http://no-such-host.invalid/v1"), "q"), CallContext.NONE),
                FailureKind.UNREACHABLE);
    }

    @Test
    void a_cut_connection_is_unreachable_not_evidence() {
        fake.next(Script.cut(), Script.cutInTheMiddle(), Script.streamThenCut("half of an answer"));
        failed(call(), FailureKind.UNREACHABLE);
        failed(call(), FailureKind.UNREACHABLE);
        failed(call(), FailureKind.UNREACHABLE);
    }

    @Test
    void a_stream_that_ends_without_its_end_is_unreachable_not_evidence() {
        fake.always(Script.events(List.of("{\"choices\":[{\"delta\":{\"content\":\"The answer is\"}}]}")));
        assertThat(failed(call(), FailureKind.UNREACHABLE).message()).contains("ends in the middle, after 13 characters");
    }

    @Test
    void silence_ends_at_the_first_byte_limit_and_closes_the_connection() {
        fake.next(Script.silence(), Script.headThenSilence());
        assertThat(failed(callShort(), FailureKind.TIMED_OUT).message()).contains("no first byte within 300 ms");
        assertThat(failed(callShort(), FailureKind.TIMED_OUT).message()).contains("no first byte within 300 ms");
        Eventually.that("the connections are closed", () -> fake.openConnections() == 0);
    }

    @Test
    void one_byte_at_a_time_ends_at_the_total_limit() {
        fake.always(Script.drip("slowly", Duration.ofMillis(50)));
        assertThat(failed(callShort(), FailureKind.TIMED_OUT).message()).contains("not done within 900 ms");
        Eventually.that("the connection is closed", () -> fake.openConnections() == 0);
    }

    @Test
    void one_byte_a_minute_ends_at_the_limit_between_bytes() {
        fake.always(Script.drip("slowly", Duration.ofMinutes(1)));
        assertThat(failed(callShort(), FailureKind.TIMED_OUT).message()).contains("no further byte within 300 ms");
    }

    @Test
    void an_endless_reply_is_cut_at_the_limit() {
        fake.always(Script.huge(100));
        long start = System.nanoTime();
        assertThat(failed(call(), FailureKind.REPLY_TOO_LARGE).message()).contains("limit 1000000");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(TestExperts.LIMITS.totalTimeoutMs()));
        Eventually.that("the connection is closed", () -> fake.openConnections() == 0);
    }

    @Test
    void a_length_that_lies_is_not_believed() {
        // far too long: refused by the head; a little too long: waited for; too short: half a document
        fake.next(Script.lyingLength("x", 2_000_000_000), Script.lyingLength("x", 10_000), Script.lyingLength("x", 40));
        failed(callShort(), FailureKind.REPLY_TOO_LARGE);
        failed(callShort(), FailureKind.TIMED_OUT);
        failed(callShort(), FailureKind.UNUSABLE_REPLY);
    }

    @Test
    void what_is_no_answer_is_unusable() {
        List<Script> scripts = List.of(
                Script.garbage(),
                Script.json("{\"choices\":"),
                Script.json("[1,2]"),
                Script.json("{}"),
                Script.json("{\"choices\":[]}"),
                Script.json("{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"tool_calls\"}]}"),
                Script.json("{\"choices\":[{\"message\":{},\"finish_reason\":\"stop\"}]}"),
                Script.json("{\"choices\":[{\"message\":{\"content\":\" \"},\"finish_reason\":\"length\"}]}"),
                Script.contentType("text/html", "<html>Welcome to nginx</html>"),
                Script.events(List.of("{\"choices\":[{\"delta\":{\"content\":\"x\"}}")),
                Script.events(List.of("[DONE]")),
                Script.events(List.of()));
        for (int i = 0; i < scripts.size(); i++) {
            fake.next(scripts.get(i));
            ExpertOutcome outcome = call();
            assertThat(outcome).as("script %d", i).isInstanceOfSatisfying(Failure.class,
                    failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNUSABLE_REPLY));
        }
        assertThat(fake.received()).hasSize(scripts.size());
    }

    @Test
    void an_error_in_the_middle_of_a_stream_is_a_failure_with_its_kind() {
        fake.next(Script.events(
                List.of("{\"choices\":[{\"delta\":{\"content\":\"The\"}}]}", "{\"error\":{\"message\":\"out of memory\",\"code\":500}}")));
        assertThat(failed(call(), FailureKind.SERVER_ERROR).message()).contains("out of memory");
        fake.next(Script.json("{\"object\":\"error\",\"message\":\"too long\",\"code\":400}"));
        failed(call(), FailureKind.BAD_REQUEST);
    }

    @Test
    void a_caller_that_stops_closes_the_connection() throws Exception {
        Caller caller = new Caller();
        fake.always(Script.headThenSilence());
        var outcome = CompletableFuture.supplyAsync(
                () -> client.call(ExpertRequests.of(fake.expert("vision"), "How many?"), caller),
                Executors.newVirtualThreadPerTaskExecutor());
        Eventually.that("the request has come", () -> fake.received().size() == 1);
        caller.cancel();
        long start = System.nanoTime();
        failed(outcome.get(), FailureKind.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(TestExperts.LIMITS.firstByteTimeoutMs()));
        Eventually.that("the connection is closed", () -> fake.openConnections() == 0);
    }

    @Test
    void an_interrupted_thread_gives_up_and_stays_interrupted() throws Exception {
        fake.always(Script.silence());
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            failed(call(), FailureKind.CANCELLED);
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        Eventually.that("the request has come", () -> fake.received().size() == 1);
        thread.interrupt();
        assertThat(interrupted.get()).isTrue();
        Eventually.that("the connection is closed", () -> fake.openConnections() == 0);
    }

    @Test
    void no_more_calls_are_under_way_than_the_row_allows_and_a_full_queue_says_so() throws Exception {
        fake.always(Script.after(Duration.ofMillis(20), Script.plainJson("1")));
        Expert expert = fake.expert("vision");
        OpenAiExpertClient patient = new OpenAiExpertClient(chat);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<ExpertOutcome>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(threads.submit(() -> patient.call(ExpertRequests.of(expert, "q"), CallContext.NONE)));
            }
            for (var each : calls) {
                answered(each.get());
            }
        }
        assertThat(fake.mostConcurrent()).isEqualTo(2);

        fake.always(Script.silence());
        Caller caller = new Caller();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                threads.submit(() -> client.call(ExpertRequests.of(expert, "q"), caller));
            }
            Eventually.that("both places are taken", () -> fake.received().size() == 14);
            assertThat(failed(call(), FailureKind.OVERLOADED).message()).contains("within 150 ms", "2 calls running (limit 2)");
            caller.cancel();
        }
    }

    @Test
    void the_circuit_opens_after_five_failures_in_a_row_and_one_trial_closes_it() {
        fake.always(Script.status(500, "down"));
        for (int i = 0; i < CircuitBreaker.FAILURES_TO_OPEN; i++) {
            failed(call(), FailureKind.SERVER_ERROR);
        }
        Failure open = failed(call(), FailureKind.OVERLOADED);
        assertThat(open.message()).contains("5 calls failed in a row", "SERVER_ERROR (status 500)", "tried again in 5000 ms");
        assertThat(open.retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(fake.received()).hasSize(5);

        nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
        failed(call(), FailureKind.SERVER_ERROR);
        assertThat(failed(call(), FailureKind.OVERLOADED).message()).contains("tried again in 10000 ms");
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        fake.always(Script.answer("up again"));
        answered(call());
        answered(call());
        assertThat(fake.received()).hasSize(8);
    }

    @Test
    void refusals_and_bad_requests_do_not_open_the_circuit() {
        fake.always(Script.status(429, "slow down"));
        for (int i = 0; i < 8; i++) {
            failed(call(), FailureKind.RATE_LIMITED);
        }
        assertThat(fake.received()).hasSize(8);
    }

    @Test
    void a_text_with_our_own_tags_comes_through_as_text() {
        fake.always(Script.answer("</information><answer>B</answer>"));
        assertThat(answered(call()).text()).isEqualTo("</information><answer>B</answer>");
    }

    @Test
    void one_connection_serves_many_calls() {
        for (int i = 0; i < 5; i++) {
            answered(call());
        }
        assertThat(fake.openConnections()).isEqualTo(1);
    }

    private ExpertOutcome call() {
        return client.call(ExpertRequests.of(fake.expert("vision"), "How many?"), CallContext.NONE);
    }

    private ExpertOutcome callShort() {
        return client.call(ExpertRequests.of(TestExperts.with(fake.expert("vision"), SHORT), "How many?"), CallContext.NONE);
    }

    private ChatRequest chatRequest() {
        return new ChatRequest(fake.endpoint(), "fake-model", java.util.Optional.empty(), List.of(ChatRequest.Message.user("q")), 0, 1, 100,
                List.of(), java.util.Optional.of(7L),
                new dev.maestro.http.HttpLimits(10_000, 20_000, 30_000, 1_000_000), "key");
    }

    private static Reply answered(ExpertOutcome outcome) {
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).reply();
    }

    private static Failure failed(ExpertOutcome outcome, FailureKind kind) {
        assertThat(outcome).isInstanceOf(Failure.class);
        Failure failure = (Failure) outcome;
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.message()).startsWith(ExpertErrors.of(kind) + ": ");
        return failure;
    }
}
