package dev.maestro.registry.access;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.database.Sql;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Whose an image or a long text is: of a tenant that sent it, or whose queries made it. Bytes are stored once, whoever owns them.
 * Thread-safe.
 */
public final class ArtifactOwners {
    private final Sql sql;

    public ArtifactOwners(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** @return whether the tenant did not own it before */
    public boolean own(String tenant, ContentHash hash) {
        return sql.run("insert into artifact_owners (tenant, hash) values (?, ?) on conflict do nothing", tenant, hash) == 1;
    }

    public boolean owns(String tenant, ContentHash hash) {
        return notOwned(tenant, List.of(hash)).isEmpty();
    }

    /** Those of the hashes that are not the tenant's, in order. */
    public List<ContentHash> notOwned(String tenant, Collection<ContentHash> hashes) {
        return sql.list("""
                select wanted.hash from unnest(?::text[]) with ordinality as wanted (hash, place)
                where not exists (select from artifact_owners o where o.tenant = ? and o.hash = wanted.hash)
                order by wanted.place
                """, row -> new ContentHash(row.getString(1)), hashes, tenant);
    }
}
