package dev.maestro.service.events;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.feed.FeedEvent;
import dev.maestro.registry.feed.QueryFeed;
import dev.maestro.registry.submissions.QueryOverview;
import dev.maestro.service.access.ApiScope;
import dev.maestro.service.feed.EventBodies;
import dev.maestro.service.feed.FeedWatch;
import dev.maestro.service.feed.OpenStreams;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiReply;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.ApiRoute;
import dev.maestro.service.http.EventSink;
import dev.maestro.service.queries.QueryAccess;
import java.util.List;
import java.util.Locale;

/**
 * {@code GET /v1/queries/{id}/events}: what happens to a query, as a stream that goes on where it was cut, or as a list. Thread-safe.
 */
public final class EventRoutes {
    private static final String RETRY = "retry: 2000\n\n";

    private final QueryAccess access;
    private final QueryFeed feed;
    private final FeedWatch watch;
    private final OpenStreams open;

    public EventRoutes(QueryAccess access, QueryFeed feed, FeedWatch watch, OpenStreams open) {
        this.access = access;
        this.feed = feed;
        this.watch = watch;
        this.open = open;
    }

    public List<ApiRoute> routes() {
        return List.of(ApiRoute.get("/v1/queries/{id}/events", ApiScope.QUERIES_READ, this::events));
    }

    private ApiReply events(ApiRequest request) {
        request.allow(List.of("after"));
        QueryOverview query = access.find(request.caller(), request.part("id"));
        int after = after(request);
        String accept = request.header("Accept").orElse("text/event-stream").toLowerCase(Locale.ROOT);
        if (accept.contains("application/json")) {
            return list(query.id(), after);
        }
        if (!accept.contains("text/event-stream") && !accept.contains("*/*") && !accept.contains("text/*")) {
            throw new MaestroException(ApiErrors.NOT_ACCEPTABLE,
                    "events come as text/event-stream or application/json, and Accept is \"" + ApiJson.shown(accept) + "\".");
        }
        if (feed.hasEnded(query.id()) && after >= feed.newest(query.id())) {
            // Nothing will follow: browsers stop asking.
            return ApiReply.empty(204);
        }
        return ApiReply.events(sink -> follow(sink, query.id(), after)).header("Maestro-Query-Id", query.id());
    }

    private ApiReply list(String queryId, int after) {
        List<FeedEvent> events = feed.behind(queryId, after);
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        events.forEach(event -> data.add(EventBodies.of(event)));
        boolean more = events.size() == QueryFeed.PAGE;
        body.put("has_more", more);
        body.put("next", events.isEmpty() ? null : String.valueOf(events.getLast().seq()));
        return ApiReply.ok(body).header("Maestro-Query-Id", queryId);
    }

    /** The larger of what the browser remembers and what the address says. */
    private static int after(ApiRequest request) {
        int after = (int) request.number("after", 0, Integer.MAX_VALUE).orElse(0);
        return request.header("Last-Event-ID").filter(id -> id.matches("\\d{1,9}")).map(Integer::parseInt)
                .map(seen -> Math.max(seen, after)).orElse(after);
    }

    private void follow(EventSink sink, String queryId, int after) {
        open.add(sink);
        sink.send(RETRY);
        Following following = new Following(sink, queryId);
        FeedWatch.Watcher watcher = watch.watch(queryId, after, following::tell);
        sink.onClose(watcher::close);
    }

    /** One stream of one query. Called by the watching thread only. */
    private final class Following {
        private final EventSink sink;
        private final String queryId;

        Following(EventSink sink, String queryId) {
            this.sink = sink;
            this.queryId = queryId;
        }

        void tell(FeedEvent event) {
            sink.send(EventBodies.frame(event));
            // A run that ended may have been followed by another one, whose events come next.
            if (event.endsRun() && feed.newest(queryId) == event.seq()) {
                sink.send("event: done\ndata: {}\n\n");
                sink.end();
            }
        }
    }
}
