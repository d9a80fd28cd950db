package dev.maestro.service.queries;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.feed.QueryFeed;
import dev.maestro.service.feed.FeedWatch;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ClientConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that wait for the end of a query. Thread-safe. */
public final class QueryWaits implements AutoCloseable {
    private final QueryFeed feed;
    private final FeedWatch watch;
    private final Set<CompletableFuture<Boolean>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public QueryWaits(QueryFeed feed, FeedWatch watch) {
        this.feed = feed;
        this.watch = watch;
    }

    /**
     * Waits for the end of the query's run.
     *
     * @return whether it ended in time
     * @param connection whose end ends the waiting, too
     * @throws MaestroException {@code SHUTTING_DOWN} when this server is stopped meanwhile, {@code CLIENT_CLOSED} when the client goes away
     */
    public boolean ended(String queryId, Duration atMost, ClientConnection connection) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        int newest = feed.newest(queryId);
        waiting.add(end);
        if (closed) {
            end.completeExceptionally(new IllegalStateException("stopped"));
        }
        connection.onClose(() -> end.completeExceptionally(new MaestroException(ApiErrors.CLIENT_CLOSED, "the client went away.",
                Map.of("query_id", queryId), null)));
        try (FeedWatch.Watcher _ = watch.watch(queryId, newest, event -> {
            if (event.endsRun()) {
                end.complete(true);
            }
        })) {
            if (feed.hasEnded(queryId)) {
                return true;
            }
            return end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            if (e.getCause() instanceof MaestroException gone) {
                throw gone;
            }
            throw new MaestroException(ApiErrors.SHUTTING_DOWN, "the server is being stopped. Ask again: the query is kept.",
                    Map.of("query_id", queryId), e);
        } finally {
            waiting.remove(end);
        }
    }

    /** How many wait now. */
    public int size() {
        return waiting.size();
    }

    /** Sends everybody away who waits or comes to. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(waiting).forEach(end -> end.completeExceptionally(new IllegalStateException("stopped")));
    }
}
