package dev.maestro.experts.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.CallContext;
import dev.maestro.core.text.ByteOrderMark;
import dev.maestro.http.HttpReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a reply while it arrives: a stream of events, or one JSON document from a server that ignores {@code stream}. Which
 * of them it is, the bytes say, since heads often say something else. It ignores unknown fields. It belongs to one thread.
 */
final class ReplyReader implements HttpReader {
    /** The longest beginning of a line of events, {@code event:} and {@code retry:}. */
    private static final int TELLING = 6;
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:-]+)");
    /** What servers write where a reply has not finished. */
    private static final Set<String> UNFINISHED = Set.of("", "null", "none", "undefined");

    private final CallContext context;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final EventStream stream = new EventStream(this::event);
    private final ReplyText text = new ReplyText();
    private final ReportedUsage usage = new ReportedUsage();
    private int status;
    private Map<String, String> headers = Map.of();
    private Form form = Form.UNKNOWN;
    private boolean done;
    private boolean usageAfterFinish;
    private String finishReason = "";
    private Optional<String> stopReason = Optional.empty();
    private Optional<String> unreadable = Optional.empty();
    private Optional<JsonNode> error = Optional.empty();

    private enum Form { UNKNOWN, EVENTS, DOCUMENT }

    ReplyReader(CallContext context) {
        this.context = context;
    }

    @Override
    public void head(int code, Map<String, String> names) {
        status = code;
        headers = names;
        form = ok() ? Form.UNKNOWN : Form.DOCUMENT;
    }

    @Override
    public boolean body(byte[] bytes) {
        if (form == Form.UNKNOWN) {
            document.writeBytes(bytes);
            form = form(document.toByteArray());
            if (form != Form.EVENTS) {
                return false;
            }
            return events(document.toByteArray());
        }
        if (form == Form.DOCUMENT) {
            document.writeBytes(bytes);
            return false;
        }
        return events(bytes);
    }

    private boolean events(byte[] bytes) {
        int before = text.length();
        stream.feed(bytes);
        if (text.length() > before) {
            context.progress(text.length());
        }
        return done || usageAfterFinish || unreadable.isPresent() || error.isPresent();
    }

    /** Lines of events begin with a field's name or a colon; no JSON does. */
    private static Form form(byte[] bytes) {
        String head = ByteOrderMark.removed(new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8)).stripLeading();
        for (String field : new String[]{"data:", "event:", "retry:", "id:", ":"}) {
            if (head.startsWith(field)) {
                return Form.EVENTS;
            }
        }
        boolean undecided = head.length() < TELLING && (head.isEmpty() || "data:event:retry:id:".contains(head));
        return undecided && bytes.length < 64 ? Form.UNKNOWN : Form.DOCUMENT;
    }

    @Override
    public boolean satisfied() {
        return form == Form.EVENTS
                ? !finishReason.isEmpty()
                : ok() && document.size() > 0 && ReplyJson.object(decoded()).filter(node -> node.has("choices")).isPresent();
    }

    /** Must be called once, when nothing more comes. */
    void end() {
        if (form == Form.EVENTS) {
            stream.end();
            return;
        }
        String body = decoded();
        if (!ok()) {
            return;
        }
        Optional<JsonNode> tree = ReplyJson.object(body);
        if (tree.isEmpty()) {
            String coding = headers.getOrDefault("content-encoding", "identity");
            unreadable = Optional.of(coding.isBlank() || coding.equalsIgnoreCase("identity")
                    ? "the body of " + document.size() + " bytes is not JSON (content type \"" + contentType() + "\")"
                    : "the body is coded as \"" + coding + "\", which was not asked for and is not read");
            return;
        }
        take(tree.get());
        done = true;
        context.progress(text.length());
    }

    /** The body as text: by its mark, else as its head says, else UTF-8. */
    private String decoded() {
        byte[] bytes = document.toByteArray();
        if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF && (bytes[0] == -1 || bytes[1] == -1)) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        Matcher named = CHARSET.matcher(contentType());
        Charset charset = named.find() && Charset.availableCharsets().keySet().stream().anyMatch(named.group(1)::equalsIgnoreCase)
                ? Charset.forName(named.group(1))
                : StandardCharsets.UTF_8;
        return ByteOrderMark.removed(new String(bytes, charset));
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
        return text.hasChoice();
    }

    /** The choice had no content, not even an empty one. */
    boolean contentMissing() {
        return text.nothingSaid();
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

    ReportedUsage usage() {
        return usage;
    }

    Optional<String> unreadable() {
        return unreadable;
    }

    /** What the server reports as error within a reply of a good status. */
    Optional<JsonNode> error() {
        return error;
    }

    /** What the server says where the status is none of success, in its own words. */
    String refusal() {
        return ServerWords.of(decoded(), contentType());
    }

    private void event(String name, String data) {
        if (done || unreadable.isPresent() || error.isPresent()) {
            return;
        }
        String said = data.strip();
        if (said.equals("[DONE]")) {
            done = true;
            return;
        }
        Optional<JsonNode> tree = ReplyJson.object(said);
        if (name.equals("error")) {
            error = Optional.of(tree.orElseGet(() -> ReplyJson.message(said)));
        } else if (tree.isPresent()) {
            boolean finished = !finishReason.isEmpty();
            boolean counted = take(tree.get());
            usageAfterFinish = counted && !finishReason.isEmpty() && (finished || usageAfterFinish || tree.get().path("usage").isObject());
        } else if (said.startsWith("{")) {
            unreadable = Optional.of("an event of the stream is not JSON (" + data.length() + " characters)");
        }
        // anything else keeps the connection alive
    }

    /** @return whether it holds a count of tokens */
    private boolean take(JsonNode node) {
        if (ServerWords.isError(node)) {
            error = Optional.of(node);
            return false;
        }
        boolean counted = usage.take(node.path("usage"));
        JsonNode first = text.first(node.path("choices"));
        if (!first.isObject()) {
            return counted;
        }
        text.take(first);
        String finish = first.path("finish_reason").isTextual() ? first.path("finish_reason").asText().strip() : "";
        if (!UNFINISHED.contains(finish.toLowerCase(Locale.ROOT))) {
            finishReason = finish;
        }
        JsonNode stop = first.path("stop_reason");
        if (stop.isTextual()) {
            stopReason = Optional.of(stop.asText());
        }
        return usage.take(first.path("usage")) || counted;
    }
}
