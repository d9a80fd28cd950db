package dev.maestro.experts.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.CallContext;
import dev.maestro.core.Json;
import dev.maestro.http.HttpReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a reply while it arrives: a stream of events, or one JSON document from a server that ignores {@code stream}.
 * It ignores unknown fields. It belongs to one thread.
 */
final class ReplyReader implements HttpReader {
    private final CallContext context;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final EventStream stream = new EventStream(this::event);
    private final StringBuilder text = new StringBuilder();
    private int status;
    private Map<String, String> headers = Map.of();
    private boolean streaming;
    private boolean done;
    private boolean choice;
    private boolean nothingSaid = true;
    private String finishReason = "";
    private Optional<String> stopReason = Optional.empty();
    private Optional<JsonNode> usage = Optional.empty();
    private Optional<String> unreadable = Optional.empty();
    private Optional<JsonNode> error = Optional.empty();

    ReplyReader(CallContext context) {
        this.context = context;
    }

    @Override
    public void head(int code, Map<String, String> names) {
        status = code;
        headers = names;
        streaming = ok() && contentType().startsWith("text/event-stream");
    }

    @Override
    public boolean body(byte[] bytes) {
        if (!streaming) {
            document.writeBytes(bytes);
            return false;
        }
        int before = text.length();
        stream.feed(bytes);
        if (text.length() > before) {
            context.progress(text.length());
        }
        return done || unreadable.isPresent() || error.isPresent();
    }

    /** Must be called once, when nothing more comes. */
    void end() {
        if (streaming) {
            stream.end();
            return;
        }
        if (!ok()) {
            error = tree(document.toString(StandardCharsets.UTF_8));
            return;
        }
        String body = document.toString(StandardCharsets.UTF_8);
        if (contentType().isEmpty() && body.stripLeading().startsWith("data:")) {
            streaming = true;
            stream.feed(document.toByteArray());
            stream.end();
            return;
        }
        Optional<JsonNode> tree = tree(body);
        if (tree.isEmpty()) {
            unreadable = Optional.of("the body of " + document.size() + " bytes is not JSON (content type \"" + contentType() + "\")");
            return;
        }
        take(tree.get(), "message");
        done = true;
        context.progress(text.length());
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    int status() {
        return status;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String contentType() {
        return headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    }

    /** The reply said that it is complete. */
    boolean complete() {
        return done || !finishReason.isEmpty();
    }

    /** There was a choice at all. */
    boolean hasChoice() {
        return choice;
    }

    /** The choice had no content, not even an empty one. */
    boolean contentMissing() {
        return nothingSaid;
    }

    String text() {
        return text.toString();
    }

    String finishReason() {
        return finishReason.isEmpty() ? "unknown" : finishReason;
    }

    Optional<String> stopReason() {
        return stopReason;
    }

    /** Reported tokens of this kind, e.g. {@code prompt_tokens}. */
    Optional<Long> tokens(String field) {
        return usage.map(node -> node.path(field)).filter(JsonNode::isIntegralNumber).map(JsonNode::asLong).filter(tokens -> tokens >= 0);
    }

    Optional<String> unreadable() {
        return unreadable;
    }

    /** What the server reports as error: the document of an error status, or an event within a stream. */
    Optional<JsonNode> error() {
        return error;
    }

    private void event(String data) {
        if (done || unreadable.isPresent()) {
            return;
        }
        if (data.strip().equals("[DONE]")) {
            done = true;
            return;
        }
        Optional<JsonNode> tree = tree(data);
        if (tree.isEmpty()) {
            unreadable = Optional.of("an event of the stream is not JSON (" + data.length() + " characters)");
            return;
        }
        take(tree.get(), "delta");
    }

    private void take(JsonNode node, String holder) {
        if (node.hasNonNull("error") || "error".equals(node.path("object").asText())) {
            error = Optional.of(node);
            return;
        }
        if (node.path("usage").isObject()) {
            usage = Optional.of(node.path("usage"));
        }
        JsonNode first = node.path("choices").path(0);
        if (!first.isObject()) {
            return;
        }
        choice = true;
        content(first.path(holder).path("content"));
        if (first.path("finish_reason").isTextual()) {
            finishReason = first.path("finish_reason").asText();
        }
        JsonNode stop = first.path("stop_reason");
        if (stop.isTextual()) {
            stopReason = Optional.of(stop.asText());
        }
    }

    /** A text, or a list of parts of which those of type text count. */
    private void content(JsonNode content) {
        if (content.isTextual()) {
            nothingSaid = false;
            text.append(content.asText());
        } else if (content.isArray()) {
            for (JsonNode part : content) {
                if (part.path("text").isTextual()) {
                    nothingSaid = false;
                    text.append(part.path("text").asText());
                }
            }
        }
    }

    private static Optional<JsonNode> tree(String json) {
        try (var parser = Json.MAPPER.createParser(json)) {
            JsonNode node = Json.MAPPER.readTree(parser);
            return node != null && node.isObject() && parser.nextToken() == null ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a text can be read", e);
        }
    }
}
