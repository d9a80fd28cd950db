package dev.maestro.experts.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.Reply;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.http.HttpExchanges;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.testing.TestExperts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers as they are met in the field: the right answer is 42 throughout, or a failure that is typed as what it is. */
class ServerShapesTest {
    private static final String FOUR = delta("4");
    private static final String TWO = delta("2");
    private static final String STOP = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}";
    private static final String DONE = "[DONE]";

    private final FakeExpert fake = FakeExpert.start();
    private final HttpExchanges http = new HttpExchanges();
    private final ChatClient chat = new ChatClient(http, new Credentials(Map.of()), System::nanoTime, () -> Instant.EPOCH);
    private final OpenAiExpertClient client = new OpenAiExpertClient(chat, Duration.ofSeconds(5), 1_000_000);

    @AfterEach
    void stop() {
        http.close();
        fake.close();
    }

    private static String delta(String content) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}";
    }

    private static String document(String message, String more) {
        return "{\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\"stop\"}]" + more + "}";
    }

    private static String content(String content) {
        return document("{\"content\":" + content + "}", "");
    }

    private static String lines(String... events) {
        return String.join("", Arrays.stream(events).map(event -> "data: " + event + "\n\n").toList());
    }

    private ExpertOutcome call(Script script) {
        fake.next(script);
        return client.call(ExpertRequests.of(fake.expert("vision"), "How many?"), CallContext.NONE);
    }

    private Reply answered(Script script) {
        ExpertOutcome outcome = call(script);
        assertThat(outcome).isInstanceOf(Answered.class);
        Reply reply = ((Answered) outcome).reply();
        assertThat(reply.text().lines().reduce((_, last) -> last)).contains("42");
        return reply;
    }

    private Failure failed(FailureKind kind, Script script) {
        ExpertOutcome outcome = call(script);
        assertThat(outcome).isInstanceOf(Failure.class);
        assertThat(((Failure) outcome).kind()).as(((Failure) outcome).message()).isEqualTo(kind);
        return (Failure) outcome;
    }

    private static Script body(String type, String body) {
        return exchange -> exchange.reply(200, type.isEmpty() ? Map.of() : Map.of("Content-Type", type),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_byte_order_mark_before_a_reply_costs_no_part_of_it() {
        assertThat(answered(body("text/event-stream", "\uFEFF" + lines(FOUR, TWO, STOP, DONE))).text()).isEqualTo("42");
        assertThat(answered(body("text/event-stream", "\uFEFF" + lines(delta("42"), STOP, DONE))).text()).isEqualTo("42");
        answered(body("application/json", "\uFEFF" + content("\"42\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain; charset=utf-8", "application/octet-stream", "x/y",
        "Text/Event-Stream;charset=UTF-8"})
    void events_are_known_by_their_bytes_whatever_the_head_says(String type) {
        answered(body(type, lines(FOUR, TWO, STOP, DONE)));
        answered(body(type, ": keep-alive\n\n" + lines(FOUR, TWO, STOP, DONE)));
        answered(body(type, "\r\n\nevent: message\n" + lines(FOUR, TWO, STOP, DONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "text/plain", "x/y"})
    void a_document_is_known_by_its_bytes_whatever_the_head_says(String type) {
        answered(body(type, " \n" + content("\"42\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "keep-alive", "{}", "{\"type\":\"ping\"}", "\"ping\"", "1", ""})
    void an_event_that_says_nothing_keeps_the_connection_alive_and_is_passed_over(String event) {
        assertThat(answered(body("text/event-stream", lines(event, FOUR, event, TWO, STOP, event, DONE))).text()).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "ERROR", "abort", "cancelled", "insufficient_system_resource"})
    void a_server_that_gives_up_in_the_middle_of_its_reply_has_not_answered(String reason) {
        Failure failure = failed(FailureKind.SERVER_ERROR, Script.events(List.of(delta("I looked\\n41"),
                "{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"" + reason + "\"}]}")));
        assertThat(failure.message()).contains("finish_reason " + reason);
    }

    @Test
    void an_event_named_error_is_one_whatever_its_shape() {
        String begun = lines(delta("I looked\\n41"));
        assertThat(failed(FailureKind.SERVER_ERROR,
                body("text/event-stream", begun + "event: error\ndata: {\"message\": \"out of memory\", \"code\": 500}\n\n")).message())
                .contains("out of memory");
        assertThat(failed(FailureKind.SERVER_ERROR, body("text/event-stream", begun + "event: error\ndata: engine died\n\n")).message())
                .contains("engine died");
        assertThat(failed(FailureKind.SERVER_ERROR, body("application/json",
                "{\"code\": 50505, \"message\": \"Model service overloaded\", \"data\": null}")).message()).contains("overloaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "None", "", " "})
    void a_stream_that_ends_without_a_reason_to_end_has_not_answered(String reason) {
        failed(FailureKind.UNREACHABLE,
                Script.events(List.of("{\"choices\":[{\"delta\":{\"content\":\"4\"},\"finish_reason\":\"" + reason + "\"}]}")));
    }

    @Test
    void only_parts_of_text_count() {
        answered(Script
                .json(content("[{\"type\":\"text\",\"text\":\"I looked.\\n42\"},{\"type\":\"reasoning\",\"text\":\"\\nbut maybe 41\"}]")));
        answered(Script.json(content(
                "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"41\"}]},{\"type\":\"text\",\"text\":\"42\"}]")));
        answered(Script.json(content("{\"type\":\"text\",\"text\":\"42\"}")));
        answered(Script.json(content("[\"I looked.\\n\", \"42\"]")));
        answered(Script.json(content("42")));
        answered(Script.json("{\"choices\":[{\"index\":0,\"text\":\"42\",\"finish_reason\":\"stop\"}]}"));
    }

    @Test
    void of_several_choices_the_first_by_its_index_counts() {
        answered(Script.json("{\"choices\":[{\"index\":1,\"message\":{\"content\":\"7\"},\"finish_reason\":\"stop\"},"
                + "{\"index\":0,\"message\":{\"content\":\"42\"},\"finish_reason\":\"stop\"}]}"));
        answered(Script.events(List.of(FOUR, "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"7\"}}]}", TWO, STOP, DONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "1e300", "-1", "99999999999"})
    void counts_that_cannot_be_are_estimated(String count) {
        Reply reply = answered(Script.json(document("{\"content\":\"42\"}",
                ",\"usage\":{\"prompt_tokens\":" + count + ",\"completion_tokens\":" + count + "}")));
        assertThat(reply.inputTokens()).isBetween(1L, 100L);
        assertThat(reply.outputTokens()).isEqualTo(1);
    }

    @Test
    void zeros_at_the_end_do_not_erase_what_was_counted() {
        Reply reply = answered(Script.events(List.of(
                "{\"choices\":[{\"delta\":{\"content\":\"42\"}}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1}}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}",
                DONE)));
        assertThat(reply.inputTokens()).isEqualTo(10);
        assertThat(reply.outputTokens()).isEqualTo(1);
        assertThat(new Expert.Price(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).micros(100_000_000, 100_000_000))
                .isEqualTo(Expert.Price.MOST);
    }

    @Test
    void numbers_that_are_none_do_not_make_a_reply_unusable() {
        answered(Script.json(document("{\"content\":\"42\"}", ",\"timings\":{\"a\":NaN,\"b\":Infinity,\"c\":-Infinity}")));
        answered(Script.events(List.of("{\"choices\":[{\"delta\":{\"content\":\"42\"},\"logprob\":NaN}]}", STOP, DONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "{}", "false", "null", "0", "[]", "{\"code\":0,\"message\":\"\"}"})
    void an_error_that_says_nothing_beside_an_answer_is_none(String error) {
        answered(Script.json(document("{\"content\":\"42\"}", ",\"error\":" + error)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "413 | application/json | {\"detail\":\"image is 5 MB, limit 4 MB\"} | image is 5 MB, limit 4 MB",
        "422 | application/json | {\"detail\":[{\"loc\":[\"body\",\"messages\",0],\"msg\":\"Field required\"}]} | body.messages.0: Field required",
        "400 | text/plain | At most 1 image(s) may be provided. | At most 1 image(s)",
        "400 | application/json | [{\"error\":{\"message\":\"no such model\"}}] | no such model",
        "400 | application/json | {\"error\":\"model m does not support images\"} | does not support images",
        "400 | application/json | {\"errors\":[{\"title\":\"bad picture\"}]} | bad picture"})
    void the_servers_own_words_reach_the_message(int status, String type, String body, String words) {
        Script script = exchange -> exchange.reply(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
        assertThat(failed(FailureKind.BAD_REQUEST, script).message()).contains("status " + status).contains(words);
    }

    private static Script open(boolean usage) {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
            exchange.chunk(lines(FOUR, TWO, STOP).getBytes(StandardCharsets.UTF_8));
            if (usage) {
                exchange.chunk(lines(USAGE).getBytes(StandardCharsets.UTF_8));
            }
            exchange.waitForClient();
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_finished_reply_counts_although_the_connection_stays_open(boolean usage) {
        Expert.Limits limits = new Expert.Limits(4, 4_000_000, 2, 512, 5_000, 60_000, 120_000, 50);
        fake.next(open(usage));
        ExpertOutcome outcome = client.call(ExpertRequests.of(TestExperts.with(fake.expert("vision"), limits), "How many?"),
                CallContext.NONE);
        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answer -> assertThat(answer.reply().text()).isEqualTo("42"));
    }

    @Test
    void a_finished_reply_counts_although_the_connection_is_cut() {
        answered(exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
            exchange.chunk(lines(FOUR, TWO, STOP).getBytes(StandardCharsets.UTF_8));
            exchange.cut();
        });
    }

    @Test
    void a_packed_reply_is_unpacked_and_bounded_by_what_it_unpacks_to() {
        answered(packed(content("\"42\"").getBytes(StandardCharsets.UTF_8)));
        failed(FailureKind.REPLY_TOO_LARGE, packed(new byte[30_000_000]));
        Failure unknown = failed(FailureKind.UNUSABLE_REPLY,
                exchange -> exchange.reply(200, Map.of("Content-Encoding", "compress"), new byte[]{31, -99, 1, 2}));
        assertThat(unknown.message()).contains("compress");
        assertThat(fake.last().headers()).containsEntry("accept-encoding", "identity");
    }

    private static Script packed(byte[] bytes) {
        return exchange -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            exchange.reply(200, Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"), packed.toByteArray());
        };
    }

    @Test
    void a_large_head_is_read() {
        Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", "application/json", "X-Policy", "a".repeat(40_000)));
        answered(exchange -> exchange.reply(200, headers, content("\"42\"").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_base_address_keeps_its_query_behind_the_path() {
        fake.next(Script.answer("42"));
        Expert expert = fake.expert("vision");
        chat.complete(new ChatRequest(expert.endpoint().orElseThrow() + "/?api-version=2024-10-21", "m", expert.credential(),
                List.of(ChatRequest.Message.user("How many?")), 0, 1, 10, List.of(), java.util.Optional.empty(),
                new dev.maestro.http.HttpLimits(5_000, 5_000, 5_000, 1_000_000), ""), CallContext.NONE);
        assertThat(fake.last().path()).isEqualTo("/v1/chat/completions?api-version=2024-10-21");
    }
}
