package dev.maestro.registry.access;

import dev.maestro.registry.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Keys as rows. Secrets are never here. Thread-safe. */
public final class ApiKeys {
    private final Sql sql;

    public ApiKeys(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    public void add(ApiKey key) {
        sql.run("""
                insert into api_keys (id, secret_hash, last_four, name, tenant, role, created_by, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, key.id(), key.secretHash(), key.lastFour(), key.name(), key.tenant(), key.role(), key.createdBy(), key.createdAt(),
                key.expiresAt());
    }

    public Optional<ApiKey> find(String id) {
        return sql.one("select * from api_keys where id = ?", ApiKeys::key, id);
    }

    /** Newest first, revoked ones included. */
    public List<ApiKey> list(String tenant) {
        return sql.list("select * from api_keys where tenant = ? order by created_at desc, id", ApiKeys::key, tenant);
    }

    /** @return whether it let in until now */
    public boolean revoke(String id, Instant at) {
        return sql.run("update api_keys set revoked_at = ? where id = ? and revoked_at is null", at, id) == 1;
    }

    /** Ends every key of that name which lets in; who makes one for an occasion ends that of the occasion before. */
    public int revokeNamed(String tenant, String name, Instant at) {
        return sql.run("update api_keys set revoked_at = ? where tenant = ? and name = ? and revoked_at is null", at, tenant, name);
    }

    /** Notes the use of a key, once a minute. */
    public void used(String id, Instant at) {
        sql.run("""
                update api_keys set last_used_at = date_trunc('minute', ?::timestamptz)
                where id = ? and (last_used_at is null or last_used_at < date_trunc('minute', ?::timestamptz))
                """, at, id, at);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"), row.getString("secret_hash"), row.getString("last_four"), row.getString("name"),
                row.getString("tenant"), row.getString("role"), row.getString("created_by"), Sql.instant(row, "created_at"),
                Sql.optionalInstant(row, "expires_at"), Sql.optionalInstant(row, "revoked_at"), Sql.optionalInstant(row, "last_used_at"));
    }
}
