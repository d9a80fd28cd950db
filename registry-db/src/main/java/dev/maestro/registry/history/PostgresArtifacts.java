package dev.maestro.registry.history;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.database.Sql;
import java.util.Optional;
import javax.sql.DataSource;

/** Artifacts as rows of PostgreSQL. Bytes that are there already are not sent again. */
public final class PostgresArtifacts implements Artifacts {
    /** Above this size asking first is cheaper than sending what may be there. */
    private static final int ASK_FIRST_BYTES = 32 * 1024;

    private final Sql sql;

    public PostgresArtifacts(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public ContentHash put(byte[] bytes, String mediaType) {
        ContentHash hash = ContentHash.of(bytes);
        if (bytes.length <= ASK_FIRST_BYTES || !exists(hash)) {
            sql.run("insert into artifacts (hash, media_type, bytes) values (?, ?, ?) on conflict do nothing", hash, mediaType, bytes);
        }
        return hash;
    }

    private boolean exists(ContentHash hash) {
        return sql.one("select 1 from artifacts where hash = ?", row -> true, hash).isPresent();
    }

    @Override
    public Optional<Artifact> get(ContentHash hash) {
        return sql.one("select hash, media_type, bytes from artifacts where hash = ?", PostgresArtifacts::artifact, hash);
    }

    @Override
    public Optional<Artifact> derived(ContentHash source, String recipe) {
        return sql.one("""
                select a.hash, a.media_type, a.bytes
                from derived_artifacts d
                join artifacts a on a.hash = d.hash
                where d.source = ? and d.recipe = ?
                """, PostgresArtifacts::artifact, source, recipe);
    }

    @Override
    public Artifact putDerived(ContentHash source, String recipe, byte[] bytes, String mediaType) {
        ContentHash hash = put(bytes, mediaType);
        int added = sql.run(
                "insert into derived_artifacts (source, recipe, hash) values (?, ?, ?) on conflict do nothing", source, recipe, hash);
        return added == 1 ? new Artifact(hash, mediaType, bytes) : derived(source, recipe).orElseThrow();
    }

    private static Artifact artifact(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Artifact(new ContentHash(row.getString("hash")), row.getString("media_type"), row.getBytes("bytes"));
    }
}
