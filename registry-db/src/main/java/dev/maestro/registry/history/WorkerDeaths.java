package dev.maestro.registry.history;

import dev.maestro.registry.database.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What workers were doing when they died, in PostgreSQL. Thread-safe. */
public final class WorkerDeaths {
    private final Sql sql;

    public WorkerDeaths(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * Something that was under way when a worker died.
     *
     * @param work    names it, the same at every attempt
     * @param queryId of the query that it is part of
     * @param weight  how much the death says against it, 1 or more
     */
    public record Death(String work, String queryId, int weight) {}

    /** Records them in one transaction; those of queries that are not on record are left out. */
    public void record(List<Death> deaths) {
        sql.inTransaction(connection -> {
            for (Death death : deaths) {
                Sql.run(connection, "insert into worker_deaths (work, query_id, weight) select ?, id, ? from queries where id = ?",
                        death.work(), death.weight(), death.queryId());
            }
            return deaths.size();
        });
    }

    /** Weight by work, of queries that go on; what nobody died of is not in it. */
    public Map<String, Integer> weights() {
        Map<String, Integer> weights = new HashMap<>();
        sql.list("""
                select d.work, sum(d.weight) as weight
                from worker_deaths d
                where not exists (
                    select 1 from query_status s
                    where s.query_id = d.query_id and s.status in ('answered', 'failed', 'cancelled'))
                group by d.work""", row -> weights.put(row.getString("work"), row.getInt("weight")));
        return weights;
    }
}
