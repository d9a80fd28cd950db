package dev.maestro.registry.access;

import dev.maestro.registry.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What was changed over HTTP and who was not let in. Append-only. Thread-safe. */
public final class AuditLog {
    private final Sql sql;

    public AuditLog(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * @param apiKey  id of the key; empty where nobody was let in
     * @param action  method and template of the address, e.g. {@code POST /v1/queries/{id}/cancel}
     * @param target  the address itself
     * @param code    of a refusal; empty where it was done
     */
    public record Entry(String tenant, String apiKey, String keyName, String role, String address, String action, String target,
            String requestId, int status, String code) {}

    /** @param number newer ones have larger numbers */
    public record Recorded(long number, Instant at, Entry entry) {}

    public void add(Entry entry) {
        sql.run("""
                insert into audit_log (tenant, api_key, key_name, role, address, action, target, request_id, status, code)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, entry.tenant(), entry.apiKey(), entry.keyName(), entry.role(), entry.address(), entry.action(), entry.target(),
                entry.requestId(), entry.status(), entry.code());
    }

    /**
     * What the chain of hashes says.
     *
     * @param links  rows whose hash and whose predecessor's are right, from the first on
     * @param head   hash of the last of them; empty where there are none
     * @param broken place of the first row that was changed, or before which one is missing; empty: the chain holds
     */
    public record Chain(long links, String head, Optional<Long> broken) {}

    /** Works out every hash anew; some 100,000 rows a second. */
    public Chain verify() {
        return sql.one("select links, head, broken from verify_audit()",
                row -> new Chain(row.getLong("links"), row.getString("head"), Optional.ofNullable(row.getObject("broken", Long.class))))
                .orElseThrow();
    }

    /** Whether a row with this hash is in the chain: the end that somebody noted is still a part of it. */
    public boolean holds(String head) {
        return sql.one("select 1 from audit_log where chain = ?", row -> 1, head).isPresent();
    }

    /**
     * Newest first.
     *
     * @param tenant  empty for all of them
     * @param refused whether only refusals, or only what was done
     * @param before  numbers below this one
     */
    public List<Recorded> list(Optional<String> tenant, Optional<String> apiKey, Optional<Boolean> refused, long before, int most) {
        return sql.list("""
                select * from audit_log
                where number < ? and tenant = coalesce(?, tenant) and api_key = coalesce(?, api_key)
                  and (?::boolean is null or (code <> '') = ?::boolean)
                order by number desc limit ?
                """, AuditLog::recorded, before, tenant, apiKey, refused, refused, most);
    }

    private static Recorded recorded(ResultSet row) throws SQLException {
        return new Recorded(row.getLong("number"), Sql.instant(row, "at"), new Entry(
                row.getString("tenant"), row.getString("api_key"), row.getString("key_name"), row.getString("role"),
                row.getString("address"),
                row.getString("action"), row.getString("target"), row.getString("request_id"), row.getInt("status"),
                row.getString("code")));
    }
}
