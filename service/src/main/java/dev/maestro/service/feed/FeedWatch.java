package dev.maestro.service.feed;

import dev.maestro.registry.feed.FeedEvent;
import dev.maestro.registry.feed.QueryFeed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feeds of all queries that somebody watches, with one question to the database for all of them, several times a
 * second while somebody watches and never otherwise. Nobody who watches has a thread. Thread-safe.
 */
public final class FeedWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);
    /** Two of these are within the half second in which an event must be told. */
    private static final long PAUSE_MS = 150;
    private static final long PAUSE_AFTER_FAILURE_MS = 1_000;
    /** Queries of one question: its texts stay small. */
    private static final int AT_ONCE = 1_000;

    private final QueryFeed feed;
    private final Map<String, Set<Watcher>> watched = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Thread thread;
    private volatile boolean closed;

    public FeedWatch(QueryFeed feed) {
        this.feed = feed;
        this.thread = Thread.ofPlatform().name("feed-watch").daemon().start(this::run);
    }

    /** Somebody who watches a query. */
    public final class Watcher implements AutoCloseable {
        private final String queryId;
        private final Consumer<FeedEvent> told;
        /** Touched by the watching thread only, once it is watched. */
        private int seen;

        private Watcher(String queryId, int seen, Consumer<FeedEvent> told) {
            this.queryId = queryId;
            this.seen = seen;
            this.told = told;
        }

        private void tell(FeedEvent event) {
            if (event.seq() == seen + 1) {
                seen = event.seq();
                try {
                    told.accept(event);
                } catch (RuntimeException e) {
                    LOG.warn("a watcher of query={} failed", queryId, e);
                    close();
                }
            }
        }

        /** Tells it nothing more, apart from what is being told just now. */
        @Override
        public void close() {
            watched.computeIfPresent(queryId, (_, watchers) -> {
                watchers.remove(this);
                return watchers.isEmpty() ? null : watchers;
            });
        }
    }

    /**
     * Tells every event of a query behind a number, each once and in order, until the watcher is closed.
     *
     * @param told must not block: all watchers share the thread that calls it
     */
    public Watcher watch(String queryId, int seen, Consumer<FeedEvent> told) {
        Watcher watcher = new Watcher(queryId, seen, told);
        watched.compute(queryId, (_, watchers) -> {
            Set<Watcher> all = watchers == null ? ConcurrentHashMap.newKeySet() : watchers;
            all.add(watcher);
            return all;
        });
        lock.lock();
        try {
            wanted.signal();
        } finally {
            lock.unlock();
        }
        return watcher;
    }

    /** Queries that are watched now. */
    public int size() {
        return watched.size();
    }

    private void run() {
        while (!closed) {
            long pause = PAUSE_MS;
            try {
                look();
            } catch (RuntimeException e) {
                // Who watches goes on watching: what happened meanwhile is told when the database is back.
                LOG.warn("the feeds cannot be read just now: {}", e.toString());
                pause = PAUSE_AFTER_FAILURE_MS;
            }
            await(pause);
        }
    }

    private void look() {
        Map<String, Integer> seen = new HashMap<>();
        watched.forEach((query, watchers) -> seen.put(query, watchers.stream().mapToInt(watcher -> watcher.seen).min().orElse(0)));
        List<String> queries = new ArrayList<>(seen.keySet());
        for (int from = 0; from < queries.size() && !closed; from += AT_ONCE) {
            Map<String, Integer> some = new HashMap<>();
            queries.subList(from, Math.min(from + AT_ONCE, queries.size())).forEach(query -> some.put(query, seen.get(query)));
            for (FeedEvent event : feed.behind(some)) {
                watched.getOrDefault(event.queryId(), Set.of()).forEach(watcher -> watcher.tell(event));
            }
        }
    }

    private void await(long pauseMs) {
        lock.lock();
        try {
            while (watched.isEmpty() && !closed) {
                wanted.await();
            }
            // Whoever comes meanwhile is looked after at once; who is there waits for the next look.
            wanted.awaitNanos(pauseMs * 1_000_000);
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        watched.clear();
    }
}
