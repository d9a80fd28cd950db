package dev.maestro.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a route answers: a whole body, or a stream of events. Made and changed by one thread. */
public final class ApiReply {
    static final String JSON = "application/json";

    private final int status;
    private final byte[] body;
    private final Optional<Consumer<EventSink>> stream;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String code = "";

    private ApiReply(int status, byte[] body, Optional<Consumer<EventSink>> stream) {
        this.status = status;
        this.body = body;
        this.stream = stream;
    }

    public static ApiReply json(int status, JsonNode body) {
        return bytes(status, JSON, Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    public static ApiReply ok(JsonNode body) {
        return json(200, body);
    }

    public static ApiReply bytes(int status, String mediaType, byte[] body) {
        return new ApiReply(status, body, Optional.empty()).header("Content-Type", mediaType);
    }

    public static ApiReply empty(int status) {
        return new ApiReply(status, new byte[0], Optional.empty());
    }

    /** What an error is whose status cannot be told any more, because a stream has begun. */
    public static JsonNode error(Throwable thrown, String requestId) {
        return ApiProblem.body(thrown, requestId);
    }

    /** @param begin is called once the headers are out; it must not block, and sends from whichever thread it likes */
    public static ApiReply events(Consumer<EventSink> begin) {
        return new ApiReply(200, new byte[0], Optional.of(begin))
                .header("Content-Type", "text/event-stream; charset=utf-8")
                .header("Cache-Control", "no-cache, no-transform")
                .header("X-Accel-Buffering", "no");
    }

    /** Sets a header, whose value must be of visible characters; returns this. */
    public ApiReply header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Says that this is a refusal, by its code. */
    ApiReply refused(String byCode) {
        code = byCode;
        return this;
    }

    /** Code of a refusal; empty for anything else. */
    String code() {
        return code;
    }

    public int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Optional<Consumer<EventSink>> stream() {
        return stream;
    }

    Map<String, String> headers() {
        return headers;
    }
}
