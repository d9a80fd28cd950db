package dev.maestro.registry.submissions;

import dev.maestro.registry.database.Sql;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** What clients asked in OpenAI's manner. Thread-safe. */
public final class ClientRequests {
    private final Sql sql;

    public ClientRequests(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** The request of a tenant's query that came in so; empty when it was hidden. */
    public Optional<ClientRequest> of(String tenant, String queryId, String source) {
        return sql.one("""
                select c.* from client_requests c join submissions m on m.query_id = c.query_id
                where c.query_id = ? and c.tenant = ? and m.source = ? and c.hidden_at is null
                """, row -> new ClientRequest(row.getString("model"), row.getString("question"), row.getString("body"),
                Optional.ofNullable(row.getString("previous")), Optional.ofNullable(row.getString("user_hash"))), queryId, tenant, source);
    }

    /** From now on {@link #of} finds it no more. The record of the query stays. */
    public void hide(String queryId, Instant at) {
        sql.run("update client_requests set hidden_at = ? where query_id = ? and hidden_at is null", at, queryId);
    }
}
