package dev.maestro.registry.database;

import dev.maestro.registry.revisions.RevisionCheck;
import dev.maestro.registry.revisions.RevisionCheck.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the schema and the registry up to date: our migrations first, then the operator's. */
public final class Migrations {
    private Migrations() {}

    /**
     * @param ours      files of ours that ran now
     * @param operators files of the operator's folder that ran now
     * @param newest    newest revision there is
     * @param current   the revision that serves; smaller than {@code newest} when that one was rejected
     * @param problems  why {@code newest} was rejected; empty when it serves
     */
    public record Result(List<String> ours, List<String> operators, long newest, long current, List<Problem> problems) {
        public Result {
            ours = List.copyOf(ours);
            operators = List.copyOf(operators);
            problems = List.copyOf(problems);
        }
    }

    /** Runs what has not run yet. Safe to call from several processes at once. */
    public static Result migrate(DataSource dataSource, Optional<Path> operatorFolder, RevisionCheck check) {
        Flyway ours = flyway(dataSource).locations("classpath:db/migration").load();
        List<String> applied = ours.migrate().migrations.stream().map(m -> m.filepath).toList();
        return new Result(applied, List.of(), 0, 0, List.of());
    }

    private static FluentConfiguration flyway(DataSource dataSource) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .defaultSchema(DatabaseConfig.SCHEMA)
                .schemas(DatabaseConfig.SCHEMA)
                .createSchemas(true);
    }
}
