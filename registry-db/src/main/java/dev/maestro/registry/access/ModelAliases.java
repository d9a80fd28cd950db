package dev.maestro.registry.access;

import dev.maestro.registry.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Names that tenants give to models. Thread-safe. */
public final class ModelAliases {
    private final Sql sql;

    public ModelAliases(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * One name.
     *
     * @param model  what it stands for
     * @param limits a JSON object with those limits that differ from the usual ones
     */
    public record Alias(String name, String model, String limits) {}

    public Optional<Alias> find(String tenant, String name) {
        return sql.one("select * from model_aliases where tenant = ? and name = ?", ModelAliases::alias, tenant, name);
    }

    /** By name. */
    public List<Alias> list(String tenant) {
        return sql.list("select * from model_aliases where tenant = ? order by name", ModelAliases::alias, tenant);
    }

    /** Adds it, in place of one of the same name. @return whether there was none */
    public boolean put(String tenant, Alias alias) {
        return sql.one("""
                insert into model_aliases (tenant, name, model, limits) values (?, ?, ?, ?::jsonb)
                on conflict on constraint model_aliases_pk do update set model = excluded.model, limits = excluded.limits
                returning xmax = 0
                """, row -> row.getBoolean(1), tenant, alias.name(), alias.model(), alias.limits()).orElseThrow();
    }

    /** @return whether it was there */
    public boolean delete(String tenant, String name) {
        return sql.run("delete from model_aliases where tenant = ? and name = ?", tenant, name) == 1;
    }

    private static Alias alias(ResultSet row) throws SQLException {
        return new Alias(row.getString("name"), row.getString("model"), row.getString("limits"));
    }
}
