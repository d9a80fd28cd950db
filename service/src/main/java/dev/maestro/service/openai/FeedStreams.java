package dev.maestro.service.openai;

import dev.maestro.registry.feed.FeedEvent;
import dev.maestro.registry.feed.QueryFeed;
import dev.maestro.service.feed.FeedWatch;
import dev.maestro.service.feed.OpenStreams;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.http.EventSink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Streams that are made from the feeds of queries, each on a virtual thread of its own, which waits most of the time. Thread-safe. */
public final class FeedStreams {
    private static final Logger LOG = LoggerFactory.getLogger(FeedStreams.class);

    private final QueryFeed feed;
    private final FeedWatch watch;
    private final OpenStreams open;

    public FeedStreams(QueryFeed feed, FeedWatch watch, OpenStreams open) {
        this.feed = feed;
        this.watch = watch;
        this.open = open;
    }

    /** What a stream says. Called by one thread; may block. */
    interface Teller {
        /** What comes before all events. */
        void begin(EventSink sink);

        /** Something happened that does not end the query. */
        void tell(EventSink sink, FeedEvent event);

        /**
         * The query's last run ended.
         *
         * @return false when nothing more is to be told, of the others neither
         */
        boolean ended(EventSink sink, FeedEvent event);

        /** All queries ended. */
        void end(EventSink sink);
    }

    /**
     * Tells all that happens to queries until all of them have ended.
     *
     * @param after    number behind which the events of each query are told
     * @param presence closed when the stream is
     */
    void follow(ApiRequest request, EventSink sink, List<String> ids, int after, Disconnects.Presence presence, Teller teller) {
        sink.onClose(presence::close);
        open.add(sink);
        Thread.ofVirtual().name("stream-" + ids.getFirst()).start(() -> {
            try {
                run(sink, ids, after, teller);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("request={} the stream broke; the query goes on", request.id(), e);
            } finally {
                sink.end();
            }
        });
    }

    private void run(EventSink sink, List<String> ids, int after, Teller teller) throws InterruptedException {
        BlockingQueue<Optional<FeedEvent>> events = new LinkedBlockingQueue<>();
        sink.onClose(() -> events.add(Optional.empty()));
        List<FeedWatch.Watcher> watchers = new ArrayList<>();
        try {
            teller.begin(sink);
            for (String id : ids) {
                watchers.add(watch.watch(id, after, event -> events.add(Optional.of(event))));
            }
            Set<String> running = new HashSet<>(ids);
            while (!running.isEmpty()) {
                Optional<FeedEvent> event = events.take();
                if (event.isEmpty()) {
                    return;
                }
                // A run that ended may have been followed by another one, whose events come next.
                if (!event.get().endsRun() || feed.newest(event.get().queryId()) != event.get().seq()) {
                    teller.tell(sink, event.get());
                } else if (teller.ended(sink, event.get())) {
                    running.remove(event.get().queryId());
                } else {
                    return;
                }
            }
            teller.end(sink);
        } finally {
            watchers.forEach(FeedWatch.Watcher::close);
        }
    }
}
