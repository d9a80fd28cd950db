package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.feed.FeedEvent;
import dev.maestro.service.http.EventSink;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The events of a response. Their numbers follow from the record alone: two at its beginning, and those of its end; so a stream that was
 * cut goes on behind any of them, on any server.
 */
final class ResponseStream implements FeedStreams.Teller {
    private final StoredResponse first;
    private final Supplier<StoredResponse> now;
    private final int after;
    private int number;
    private boolean begun;

    /**
     * @param first as it was found when the stream began
     * @param now   as it is when it ended; may block
     * @param after number behind which events are told
     */
    ResponseStream(StoredResponse first, Supplier<StoredResponse> now, int after) {
        this.first = first;
        this.now = now;
        this.after = after;
    }

    @Override
    public void begin(EventSink sink) {
        sink.send(": accepted " + first.query().id() + "\n\n");
        send(sink, "response.created", event -> event.set("response", first.early(first.background() ? "queued" : "in_progress")));
    }

    @Override
    public void tell(EventSink sink, FeedEvent event) {
        if (event.kind().equals("started")) {
            inProgress(sink);
        }
    }

    private void inProgress(EventSink sink) {
        if (!begun) {
            begun = true;
            send(sink, "response.in_progress", event -> event.set("response", first.early("in_progress")));
        }
    }

    @Override
    public boolean ended(EventSink sink, FeedEvent outcome) {
        inProgress(sink);
        StoredResponse response = now.get();
        String status = response.status();
        if (response.query().answer().isPresent()) {
            String text = response.answer().text();
            send(sink, "response.output_item.added", event -> event.put("output_index", 0).set("item", response.message("in_progress")));
            send(sink, "response.content_part.added", event -> part(event, response).set("part", StoredResponse.part("")));
            send(sink, "response.output_text.delta", event -> part(event, response).put("delta", text).putArray("logprobs"));
            send(sink, "response.output_text.done", event -> part(event, response).put("text", text).putArray("logprobs"));
            send(sink, "response.content_part.done", event -> part(event, response).set("part", StoredResponse.part(text)));
            send(sink, "response.output_item.done", event -> event.put("output_index", 0)
                    .set("item", response.message(status.equals("incomplete") ? "incomplete" : "completed")));
        }
        String end = status.equals("completed") || status.equals("incomplete") ? status : "failed";
        send(sink, "response." + end, event -> event.set("response", response.body()));
        return true;
    }

    private static ObjectNode part(ObjectNode event, StoredResponse response) {
        return event.put("item_id", response.messageId()).put("output_index", 0).put("content_index", 0);
    }

    @Override
    public void end(EventSink sink) {
        // The last event says so.
    }

    private void send(EventSink sink, String type, Consumer<ObjectNode> fields) {
        number++;
        if (number > after) {
            ObjectNode event = Json.MAPPER.createObjectNode().put("type", type).put("sequence_number", number);
            fields.accept(event);
            sink.send("event: " + type + "\ndata: " + Json.write(event) + "\n\n");
        }
    }
}
