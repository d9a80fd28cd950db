package dev.maestro.registry.submissions;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The files of tenants: names for what is stored. Thread-safe. */
public final class TenantFiles {
    private final Sql sql;

    public TenantFiles(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** The name that this content has within the tenant. */
    public static String id(String tenant, ContentHash hash) {
        return "file-" + ContentHash.of(tenant + " " + hash.value()).value().substring(7, 31);
    }

    /** Adds it, in place of one of the same id. */
    public void put(String tenant, TenantFile file) {
        sql.run("""
                insert into files (id, tenant, hash, name, purpose, media_type, bytes, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict on constraint files_pk do update
                set name = excluded.name, purpose = excluded.purpose, created_at = excluded.created_at, deleted_at = null
                """, file.id(), tenant, file.hash(), file.name(), file.purpose(), file.mediaType(), file.bytes(), file.createdAt());
    }

    public Optional<TenantFile> find(String tenant, String id) {
        return sql.one("select * from files where tenant = ? and id = ? and deleted_at is null", TenantFiles::file, tenant, id);
    }

    /**
     * Newest first.
     *
     * @param after goes on behind this file; from the beginning when there is none of this id
     */
    public List<TenantFile> list(String tenant, Optional<String> purpose, Optional<String> after, int limit) {
        return sql.list("""
                select * from files f
                where tenant = ? and deleted_at is null and (?::text is null or purpose = ?)
                  and not exists (select from files a where a.tenant = f.tenant and a.id = ? and (f.created_at, f.id) >= (a.created_at, a.id))
                order by created_at desc, id desc limit ?
                """, TenantFiles::file, tenant, purpose, purpose, after, limit);
    }

    /** @return whether it was there */
    public boolean delete(String tenant, String id, Instant at) {
        return sql.run("update files set deleted_at = ? where tenant = ? and id = ? and deleted_at is null", at, tenant, id) == 1;
    }

    private static TenantFile file(ResultSet row) throws SQLException {
        return new TenantFile(row.getString("id"), new ContentHash(row.getString("hash")), row.getString("name"), row.getString("purpose"),
                row.getString("media_type"), row.getLong("bytes"), Sql.instant(row, "created_at"));
    }
}
