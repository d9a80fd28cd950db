package dev.maestro.app.cli;

import dev.maestro.app.wiring.Services;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryState;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a query's end and says on standard error what the query is doing. */
final class QueryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(QueryWatch.class);
    /** Without --follow a person is told only of what needs them or takes long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final Services services;
    private boolean away;
    private int shown;
    private String approval = "";

    QueryWatch(Terminal terminal, Services services) {
        this.terminal = terminal;
        this.services = services;
    }

    QueryResult until(String queryId, boolean follow) {
        long begun = System.nanoTime();
        long said = begun;
        while (true) {
            Optional<QueryResult> result = look(queryId, follow ? AskCommand.LOOK_EVERY : Duration.ofSeconds(2));
            Optional<QueryState> state = follow || result.isEmpty() ? state(queryId) : Optional.empty();
            if (follow) {
                state.ifPresent(this::events);
            }
            if (result.isPresent()) {
                return result.orElseThrow();
            }
            state.ifPresent(this::askForApproval);
            if (!follow && System.nanoTime() - said > PATIENCE.toNanos()) {
                said = System.nanoTime();
                terminal.say("still at it after " + Duration.ofNanos(said - begun).toSeconds() + " s"
                        + state.filter(live -> !live.waiting().isEmpty()).map(live -> ", waiting for " + live.waiting()).orElse("")
                        + " (query " + queryId + ")");
            }
        }
    }

    /** An engine that restarts ends no watch: the query goes on, and so does who waits for it. */
    private Optional<QueryResult> look(String queryId, Duration patience) {
        try {
            Optional<QueryResult> result = services.queries().await(queryId, patience);
            away = false;
            return result;
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            if (!EngineAway.is(e)) {
                throw e;
            }
            if (!away) {
                away = true;
                terminal.say("the engine does not answer just now (" + Wordings.line(String.valueOf(e.getMessage()), 120)
                        + "); query " + queryId + " goes on when it is back, and so does this command");
            }
            LockSupport.parkNanos(patience.toNanos());
            return Optional.empty();
        }
    }

    /** A state that cannot be had just now is no reason to stop waiting for the answer. */
    private Optional<QueryState> state(String queryId) {
        try {
            return services.queries().state(queryId);
        } catch (WorkflowQueryException | StatusRuntimeException e) {
            LOG.info("no state just now query={}", queryId, e);
            return Optional.empty();
        }
    }

    private void events(QueryState state) {
        List<QueryState.Event> events = state.events();
        for (; shown < events.size(); shown++) {
            QueryState.Event event = events.get(shown);
            terminal.say(String.format("%2d  %-11s %s", event.turn(), event.kind(), Wordings.line(event.text(), 140)));
        }
    }

    private void askForApproval(QueryState state) {
        String wanted = state.approval().orElse("");
        if (!wanted.isEmpty() && !wanted.equals(approval)) {
            terminal.say("a person must approve " + wanted + ": maestro queries approve " + state.id() + "   (or --refuse)");
        }
        approval = wanted;
    }
}
