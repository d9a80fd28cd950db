package dev.maestro.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How {@link FakeExpert} behaves towards one request. */
@FunctionalInterface
public interface Script {
    void play(FakeExpert.Exchange exchange) throws IOException, InterruptedException;

    /** A good answer, streamed in pieces when the request asks for it. */
    static Script answer(String text) {
        return exchange -> {
            if (exchange.received().body().path("stream").asBoolean(false)) {
                stream(text).play(exchange);
            } else {
                plainJson(text).play(exchange);
            }
        };
    }

    /** Ignores {@code stream} and answers with one JSON document. */
    static Script plainJson(String text) {
        return exchange -> exchange.json(200, completion(text, "stop"));
    }

    /** One JSON document of this content. */
    static Script json(String body) {
        return exchange -> exchange.json(200, body);
    }

    /** Server-sent events, the text in pieces of three characters. */
    static Script stream(String text) {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream; charset=utf-8", "Transfer-Encoding", "chunked"));
            for (String event : events(text, "stop", true)) {
                exchange.chunk(event.getBytes(StandardCharsets.UTF_8));
            }
            exchange.endChunks();
        };
    }

    /** The same events as {@link #stream}, cut into network packets of {@code size} bytes, through letters and lines. */
    static Script streamInPieces(String text, int size) {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
            byte[] all = String.join("", events(text, "stop", true)).getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < all.length; at += size) {
                exchange.chunk(java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
            }
            exchange.endChunks();
        };
    }

    /** Exactly these events (each the JSON after {@code data: }), then the end of the body. */
    static Script events(List<String> data) {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
            for (String event : data) {
                exchange.chunk(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
            exchange.endChunks();
        };
    }

    /** Streams the beginning, then closes the connection. */
    static Script streamThenCut(String text) {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
            for (String event : events(text, "stop", false).subList(0, 3)) {
                exchange.chunk(event.getBytes(StandardCharsets.UTF_8));
            }
            exchange.cut();
        };
    }

    /** Waits, then goes on. */
    static Script after(Duration delay, Script then) {
        return exchange -> {
            exchange.waitFor(delay);
            then.play(exchange);
        };
    }

    /** Takes the request and never answers. */
    static Script silence() {
        return FakeExpert.Exchange::waitForClient;
    }

    /** Sends the head, then nothing. */
    static Script headThenSilence() {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "text/event-stream", "Transfer-Encoding", "chunked"));
            exchange.waitForClient();
        };
    }

    /** One byte of a good answer each {@code gap}. */
    static Script drip(String text, Duration gap) {
        return exchange -> {
            byte[] body = completion(text, "stop").getBytes(StandardCharsets.UTF_8);
            exchange.head(200, Map.of("Content-Type", "application/json", "Content-Length", Integer.toString(body.length)));
            for (byte b : body) {
                exchange.raw(new byte[]{b});
                exchange.waitFor(gap);
            }
        };
    }

    /** Closes the connection without a word. */
    static Script cut() {
        return FakeExpert.Exchange::cut;
    }

    /** Half of a JSON answer, then the end of the connection. */
    static Script cutInTheMiddle() {
        return exchange -> {
            byte[] body = completion("half", "stop").getBytes(StandardCharsets.UTF_8);
            exchange.head(200, Map.of("Content-Type", "application/json", "Content-Length", Integer.toString(body.length)));
            exchange.raw(java.util.Arrays.copyOf(body, body.length / 2));
            exchange.cut();
        };
    }

    /** Says a length and sends {@code sent} of a good answer's bytes, then keeps the connection open. */
    static Script lyingLength(String text, int said) {
        return exchange -> {
            byte[] body = completion(text, "stop").getBytes(StandardCharsets.UTF_8);
            exchange.head(200, Map.of("Content-Type", "application/json", "Content-Length", Integer.toString(said)));
            exchange.raw(body);
            exchange.waitForClient();
        };
    }

    /** Not even HTTP. */
    static Script garbage() {
        return exchange -> {
            exchange.raw("\u0000\u0001 this is not HTTP\r\n\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            exchange.cut();
        };
    }

    /** A body of another content type. */
    static Script contentType(String type, String body) {
        return exchange -> exchange.reply(200, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends without end until the client hangs up, or {@code megabytes} have been sent. */
    static Script huge(int megabytes) {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "application/json", "Transfer-Encoding", "chunked"));
            byte[] block = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < megabytes * 16; i++) {
                exchange.chunk(block);
            }
            exchange.endChunks();
        };
    }

    static Script status(int status, String message) {
        return status(status, message, Map.of());
    }

    static Script status(int status, String message, Map<String, String> headers) {
        return exchange -> {
            ObjectNode body = Json.MAPPER.createObjectNode();
            body.putObject("error").put("message", message).put("type", "error").put("code", status);
            Map<String, String> all = new java.util.TreeMap<>(headers);
            all.put("Content-Type", "application/json");
            exchange.reply(status, all, body.toString().getBytes(StandardCharsets.UTF_8));
        };
    }

    /** A chat completion of this text, with usage 11 in, 7 out, and a field nobody knows. */
    static String completion(String text, String finishReason) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("id", "chatcmpl-1").put("object", "chat.completion").put("a_field_of_tomorrow", true);
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finishReason);
        choice.putObject("message").put("role", "assistant").put("content", text);
        body.putObject("usage").put("prompt_tokens", 11).put("completion_tokens", 7).put("total_tokens", 18);
        return body.toString();
    }

    private static List<String> events(String text, String finishReason, boolean comment) {
        List<String> events = new java.util.ArrayList<>();
        events.add(comment ? ": keep-alive\n\n" : event(delta("role", "assistant")));
        int[] points = text.codePoints().toArray();
        for (int at = 0; at < points.length; at += 3) {
            events.add(event(delta("content", new String(points, at, Math.min(3, points.length - at)))));
        }
        ObjectNode last = Json.MAPPER.createObjectNode();
        last.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason).putObject("delta");
        events.add(event(last));
        ObjectNode usage = Json.MAPPER.createObjectNode();
        usage.putArray("choices");
        usage.putObject("usage").put("prompt_tokens", 11).put("completion_tokens", 7);
        events.add(event(usage));
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static ObjectNode delta(String field, String value) {
        ObjectNode chunk = Json.MAPPER.createObjectNode();
        chunk.put("object", "chat.completion.chunk");
        chunk.putArray("choices").addObject().put("index", 0).putObject("delta").put(field, value);
        return chunk;
    }

    private static String event(ObjectNode data) {
        return "data: " + data + "\n\n";
    }
}
