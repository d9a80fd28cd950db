package dev.maestro.registry.access;

import dev.maestro.core.WireForm;
import dev.maestro.registry.database.Sql;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** What the queries of a tenant used: sums of what the ledger settled. Thread-safe. */
public final class UsageSums {
    private final Sql sql;

    public UsageSums(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** By what the sums are told. */
    public enum By implements WireForm {
        /** The key that asked; empty for the command line. */
        KEY("coalesce(m.api_key, '')"),
        /** The expert that replied; {@code policy} for decisions, empty for what no record names. */
        EXPERT("coalesce(x.expert, case when t.key is null then '' else 'policy' end)"),
        /** The model as asked; empty where none was named. */
        MODEL("coalesce(c.model, '')"),
        /** The day on which the query was accepted, in UTC. */
        DAY("to_char(s.accepted_at at time zone 'UTC', 'YYYY-MM-DD')");

        private final String expression;

        By(String expression) {
            this.expression = expression;
        }
    }

    /** @param queries that used anything */
    public record Sum(String name, long queries, long tokens, long micros) {}

    /** Of queries that were accepted from then on and before the end, in order of names. */
    public List<Sum> of(String tenant, Instant from, Instant until, By by) {
        return sql.list("""
                select %s as name, count(distinct s.query_id) as queries, sum(l.tokens)::bigint as tokens, sum(l.micros)::bigint as micros
                from query_status s
                join submissions m on m.query_id = s.query_id
                join ledger_entries l on l.query_id = s.query_id and l.kind = 'settle'
                left join steps x on x.key = l.key
                left join turns t on t.key = l.key
                left join client_requests c on c.query_id = s.query_id
                where s.tenant = ? and s.accepted_at >= ? and s.accepted_at < ?
                group by 1 order by 1
                """.formatted(by.expression),
                row -> new Sum(row.getString("name"), row.getLong("queries"), row.getLong("tokens"), row.getLong("micros")), tenant, from,
                until);
    }
}
