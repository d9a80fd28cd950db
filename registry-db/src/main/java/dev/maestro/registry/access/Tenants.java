package dev.maestro.registry.access;

import dev.maestro.registry.database.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Tenants as rows. Thread-safe. */
public final class Tenants {
    private final Sql sql;

    public Tenants(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    public record Tenant(String name, Instant createdAt) {}

    /** @return whether there was none of this name */
    public boolean add(String name) {
        return sql.run("insert into tenants (name) values (?) on conflict do nothing", name) == 1;
    }

    public Optional<Tenant> find(String name) {
        return list().stream().filter(tenant -> tenant.name().equals(name)).findFirst();
    }

    /** By name. */
    public List<Tenant> list() {
        return sql.list("select name, created_at from tenants order by name",
                row -> new Tenant(row.getString("name"), Sql.instant(row, "created_at")));
    }
}
