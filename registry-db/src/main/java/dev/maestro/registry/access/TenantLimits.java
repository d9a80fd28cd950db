package dev.maestro.registry.access;

import dev.maestro.registry.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What tenants and their keys may use, and what they use. Thread-safe. */
public final class TenantLimits {
    private final Sql sql;

    public TenantLimits(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * Empty means without limit.
     *
     * @param apiKey  id of the key; empty for the tenant as a whole
     * @param running queries at the same time
     * @param queued  queries that may wait for a place; without it none may
     */
    public record Row(String tenant, String apiKey, Optional<Integer> requestsPerMinute, Optional<Integer> running,
            Optional<Integer> queued,
            Optional<Long> microsPerDay, Optional<Long> microsPerMonth) {}

    /** What is used now: slots, places, and money of the day and the month, held and spent together. */
    public record Use(long running, long queued, long microsToday, long microsThisMonth) {}

    /** Sets all limits of a tenant or a key. */
    public void set(Row row) {
        sql.run("""
                insert into tenant_limits (tenant, api_key, requests_per_minute, running, queued, micros_per_day, micros_per_month)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, api_key) do update
                set requests_per_minute = excluded.requests_per_minute, running = excluded.running, queued = excluded.queued,
                    micros_per_day = excluded.micros_per_day, micros_per_month = excluded.micros_per_month
                """, row.tenant(), row.apiKey(), row.requestsPerMinute(), row.running(), row.queued(), row.microsPerDay(),
                row.microsPerMonth());
    }

    /** Those that are set: the tenant's own, then its keys'. */
    public List<Row> of(String tenant) {
        return sql.list("select * from tenant_limits where tenant = ? order by api_key", TenantLimits::row, tenant);
    }

    /** @param apiKey empty for the tenant as a whole */
    public Use use(String tenant, String apiKey) {
        return sql.one("""
                select slots_in_use(?, ?) as running,
                       (select count(*) from submissions where tenant = ? and waiting and (? = '' or api_key = ?)) as queued,
                       coalesce(sum(coalesce(spent, held)) filter (where made_at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'), 0)
                           as today,
                       coalesce(sum(coalesce(spent, held)), 0) as month
                from budget_holds
                where tenant = ? and (? = '' or api_key = ?) and made_at >= date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'
                """, row -> new Use(row.getLong("running"), row.getLong("queued"), row.getLong("today"), row.getLong("month")), tenant,
                apiKey,
                tenant, apiKey, apiKey, tenant, apiKey, apiKey).orElseThrow();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getString("tenant"), row.getString("api_key"),
                Optional.ofNullable(row.getObject("requests_per_minute", Integer.class)),
                Optional.ofNullable(row.getObject("running", Integer.class)), Optional.ofNullable(row.getObject("queued", Integer.class)),
                Optional.ofNullable(row.getObject("micros_per_day", Long.class)),
                Optional.ofNullable(row.getObject("micros_per_month", Long.class)));
    }
}
