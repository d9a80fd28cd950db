package dev.maestro.registry.revisions;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RuleSource;
import dev.maestro.registry.database.Sql;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Keeps a revision from serving while it holds a rule source that failed in service with the very text that it has. */
final class WithdrawnRules implements RevisionCheck {
    private final Sql sql;

    WithdrawnRules(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public List<Problem> check(RegistrySnapshot snapshot) {
        List<RuleSource> enabled = snapshot.content().ruleSources().stream().filter(RuleSource::enabled).toList();
        if (enabled.isEmpty() || sql.list("select to_regclass('registry_withdrawn_rules')", row -> row.getString(1)).getFirst() == null) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        for (RuleSource source : enabled) {
            sql.list("select revision, reason from registry_withdrawn_rules where source = ? and drl_hash = md5(?) limit 1",
                    row -> new Problem("rule_sources", source.name(),
                            "failed while revision " + row.getLong(1) + " served: " + row.getString(2)
                                    + "; change its text, or set enabled = false"),
                    source.name(), source.drl()).forEach(problems::add);
        }
        return problems;
    }
}
