package dev.maestro.workflows.client;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryState;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link Queries} for those who know no engine: whatever it throws has a code. Thread-safe. */
public final class CodedQueries implements Queries {
    private final Queries queries;

    public CodedQueries(Queries queries) {
        this.queries = queries;
    }

    /**
     * @param ended code of what does not run
     * @param what  names it, e.g. {@code query "q-1"}
     * @throws MaestroException {@code ended}, {@code ENGINE_UNAVAILABLE}, or what the effect itself refuses
     */
    static <T> T coded(ErrorCode ended, String what, Supplier<T> effect) {
        try {
            return effect.get();
        } catch (WorkflowNotFoundException e) {
            throw new MaestroException(ended, what + " does not run", e);
        } catch (WorkflowServiceException | StatusRuntimeException e) {
            throw new MaestroException(WorkflowEngineErrors.ENGINE_UNAVAILABLE,
                    "the workflow engine cannot be reached just now. Try again.", e);
        }
    }

    private void steer(String queryId, Runnable effect) {
        coded(QueryErrors.QUERY_ENDED, "query \"" + queryId + "\"", () -> {
            effect.run();
            return true;
        });
    }

    @Override
    public void submit(QueryInput input) {
        steer(input.id(), () -> queries.submit(input));
    }

    @Override
    public Optional<QueryState> state(String queryId) {
        return coded(QueryErrors.QUERY_ENDED, "query \"" + queryId + "\"", () -> queries.state(queryId));
    }

    @Override
    public Optional<QueryResult> await(String queryId, Duration timeout) {
        return coded(QueryErrors.QUERY_ENDED, "query \"" + queryId + "\"", () -> queries.await(queryId, timeout));
    }

    @Override
    public void cancel(String queryId) {
        steer(queryId, () -> queries.cancel(queryId));
    }

    @Override
    public void pause(String queryId, String by) {
        steer(queryId, () -> queries.pause(queryId, by));
    }

    @Override
    public void resume(String queryId, String by) {
        steer(queryId, () -> queries.resume(queryId, by));
    }

    @Override
    public void approve(String queryId, String target, boolean approved, String by) {
        steer(queryId, () -> queries.approve(queryId, target, approved, by));
    }

    @Override
    public void retry(String queryId, Optional<Limits> limits) {
        steer(queryId, () -> queries.retry(queryId, limits));
    }
}
