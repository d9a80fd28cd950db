package dev.maestro.registry.access;

import dev.maestro.registry.database.Sql;
import javax.sql.DataSource;

/** Whose an evaluation is; what nobody said of belongs to the tenant {@code default}. Thread-safe. */
public final class EvaluationOwners {
    private final Sql sql;

    public EvaluationOwners(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** Says whose it is, once. */
    public void own(String evaluation, String tenant) {
        sql.run("insert into evaluation_owners (evaluation, tenant) values (?, ?) on conflict do nothing", evaluation, tenant);
    }

    public String tenantOf(String evaluation) {
        return sql.one("select tenant from evaluation_owners where evaluation = ?", row -> row.getString(1), evaluation).orElse("default");
    }
}
