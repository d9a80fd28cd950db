package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.feed.FeedEvent;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.EventSink;
import dev.maestro.service.http.QueryFailedException;
import dev.maestro.service.queries.QueryAccess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Chunks of chat completions: progress as reasoning, then each answer at once when it is recorded. Nothing is taken back. */
final class ChatStream implements FeedStreams.Teller {
    private static final String DONE = "data: [DONE]\n\n";

    private final ApiRequest request;
    private final CompletionRequest chat;
    private final Asking.Begun begun;
    private final QueryOverview first;
    private final QueryAccess access;
    private final Set<String> begunChoices = new HashSet<>();
    private final List<QueryOverview> answered = new ArrayList<>();
    private String fingerprint = "";

    ChatStream(ApiRequest request, CompletionRequest chat, Asking.Begun begun, QueryOverview first, QueryAccess access) {
        this.request = request;
        this.chat = chat;
        this.begun = begun;
        this.first = first;
        this.access = access;
    }

    @Override
    public void begin(EventSink sink) {
        sink.send(": accepted " + String.join(" ", begun.ids()) + "\n\n");
    }

    @Override
    public void tell(EventSink sink, FeedEvent event) {
        if (event.kind().equals("pinned")) {
            beginChoice(sink, event.queryId(), event.data().path("rule_set").asText());
        } else if (chat.options().progress() && begunChoices.contains(event.queryId())) {
            ProgressLine.of(event).ifPresent(line -> send(sink, event.queryId(), delta -> delta.put("reasoning_content", line)));
        }
    }

    private void beginChoice(EventSink sink, String queryId, String ruleSet) {
        fingerprint = fingerprint.isEmpty() ? ruleSet : fingerprint;
        if (begunChoices.add(queryId)) {
            send(sink, queryId, delta -> delta.put("role", "assistant").put("content", ""));
        }
    }

    @Override
    public boolean ended(EventSink sink, FeedEvent event) {
        QueryOverview query = access.find(request.caller(), event.queryId());
        if (query.answer().isEmpty()) {
            ObjectNode error = Json.MAPPER.createObjectNode();
            error.setAll((ObjectNode) ApiReply.error(new QueryFailedException(query.id(), query.reason(), query.message()), request.id()));
            sink.send(frame(error) + DONE);
            sink.end();
            return false;
        }
        beginChoice(sink, query.id(), ChatBodies.fingerprint(query));
        AnswerCut.Text text = chat.cut().apply(query.answer().get());
        send(sink, query.id(), delta -> delta.put("content", text.text()));
        ObjectNode last = chunk(query.id(), _ -> {});
        ((ObjectNode) last.path("choices").path(0)).put("finish_reason", ChatBodies.finish(text));
        last.set("maestro", ChatBodies.ours(query));
        sink.send(frame(last));
        answered.add(query);
        return true;
    }

    @Override
    public void end(EventSink sink) {
        if (chat.usage()) {
            ObjectNode usage = head();
            usage.putArray("choices");
            usage.set("usage", ChatBodies.usage(answered));
            sink.send(frame(usage));
        }
        sink.send(DONE);
    }

    private void send(EventSink sink, String queryId, Consumer<ObjectNode> delta) {
        sink.send(frame(chunk(queryId, delta)));
    }

    private ObjectNode head() {
        return Json.MAPPER.createObjectNode().put("id", ChatBodies.id(begun.ids().getFirst())).put("object", "chat.completion.chunk")
                .put("created", first.acceptedAt().getEpochSecond()).put("model", chat.options().model())
                .put("system_fingerprint", fingerprint);
    }

    private ObjectNode chunk(String queryId, Consumer<ObjectNode> delta) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", begun.ids().indexOf(queryId));
        delta.accept(choice.putObject("delta"));
        choice.putNull("logprobs").putNull("finish_reason");
        if (chat.usage()) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private static String frame(ObjectNode body) {
        return "data: " + Json.write(body) + "\n\n";
    }
}
