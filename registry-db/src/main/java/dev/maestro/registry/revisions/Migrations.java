package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.SqlFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Brings the schema and the registry up to date: our migrations first, then the operator's folder. */
public final class Migrations {
    /** Where Flyway notes which of the operator's files ran. */
    static final String OPERATOR_TABLE = "operator_schema_history";

    private Migrations() {}

    /**
     * @param ours      files of ours that ran now
     * @param operators files of the operator's folder that ran now
     * @param newest    newest revision there is
     * @param current   the revision that serves; smaller than {@code newest} when that one was rejected
     * @param problems  what is wrong with {@code newest}; empty when it is sound
     */
    public record Result(List<String> ours, List<String> operators, long newest, long current, List<Problem> problems) {
        public Result {
            ours = List.copyOf(ours);
            operators = List.copyOf(operators);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Runs what has not run yet. Safe to call from several processes at once. Each file of the operator's
     * is one transaction, checked before it commits; a broken one changes nothing and stops the run, those
     * before it stay.
     *
     * @param operatorFolder files named like {@code V0001__add_an_expert.sql}; a folder that does not exist holds none
     * @throws MaestroException {@code MIGRATIONS_FROM_AN_EARLIER_BUILD} when other files than ours made the database
     * @throws MigrationRefusedException when a file cannot be run or would break the registry
     * @throws dev.maestro.registry.database.DatabaseUnavailableException when the database went away
     */
    public static Result migrate(DataSource dataSource, Optional<Path> operatorFolder, RevisionCheck check) {
        RegistryStore store = new RegistryStore(dataSource, check);
        FluentConfiguration shipped = flyway(dataSource).locations("classpath:db/migration");
        requireLayout(shipped);
        List<String> ours = run(shipped, new RevisionCallback(Optional.empty()));
        Validation validation = store.settleNewest();
        List<String> operators = List.of();
        Optional<Path> folder = operatorFolder.filter(Migrations::holdsFiles);
        if (folder.isPresent()) {
            operators = run(operators(dataSource, folder.get()), new RevisionCallback(Optional.of(check)));
            validation = operators.isEmpty() ? validation : store.settleNewest();
        }
        List<Problem> problems = switch (validation) {
            case Validation.Sound _ -> List.of();
            case Validation.Broken broken -> broken.problems();
        };
        return new Result(ours, operators, store.newest(), store.current(), problems);
    }

    private static boolean holdsFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".sql"));
        } catch (IOException e) {
            throw new MaestroException(RevisionErrors.MIGRATIONS_FOLDER_UNREADABLE, "cannot read " + folder + ": " + e.getMessage() + ".",
                    e);
        }
    }

    private static FluentConfiguration flyway(DataSource dataSource) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .defaultSchema(DatabaseConfig.SCHEMA)
                .schemas(DatabaseConfig.SCHEMA)
                .createSchemas(true)
                .validateMigrationNaming(true)
                // Prompts may contain ${…}.
                .placeholderReplacement(false);
    }

    private static FluentConfiguration operators(DataSource dataSource, Path folder) {
        return flyway(dataSource)
                .table(OPERATOR_TABLE)
                .locations("filesystem:" + folder.toAbsolutePath())
                .baselineOnMigrate(true)
                .baselineVersion("0");
    }

    /**
     * Runs one more file of the operator's in a transaction that is rolled back, and says what it would make
     * of the registry. The folder and the database stay as they are.
     *
     * @param folder the operator's folder; all of its files must have run
     * @param file   a file outside of it, named like its files, with a number after theirs
     * @throws MigrationRefusedException when the file cannot be run at all
     */
    public static Rehearsal rehearse(DataSource dataSource, Path folder, Path file, RevisionCheck check) {
        OperatorFile operatorFile = new OperatorFile(file);
        operatorFile.requireOneTransaction();
        return operatorFile.amongThoseOf(folder, trial -> {
            FluentConfiguration flyway = operators(dataSource, trial);
            operatorFile.requireNext(pending(flyway));
            RevisionCallback callback = RevisionCallback.rehearsing(check);
            try {
                flyway.callbacks(callback).load().migrate();
                throw new IllegalStateException("the rehearsal of " + file.getFileName() + " ran nothing");
            } catch (FlywayException e) {
                for (Throwable t = e; t != null; t = t.getCause()) {
                    if (t instanceof Rehearsal.Done done) {
                        return done.rehearsal();
                    }
                }
                throw translate(e, operatorFile.name());
            }
        });
    }

    private static List<String> pending(FluentConfiguration flyway) {
        try {
            return Stream.of(flyway.load().info().pending()).map(info -> Path.of(info.getScript()).getFileName().toString()).toList();
        } catch (FlywayException e) {
            throw translate(e, "the operator's folder");
        }
    }

    /**
     * Puts the file into the operator's folder and runs it. When it is refused, it is taken out again and
     * nothing has changed.
     *
     * @throws MigrationRefusedException as {@link #migrate}
     */
    public static Result adopt(DataSource dataSource, Path folder, Path file, RevisionCheck check) {
        return new OperatorFile(file).adoptedInto(folder, () -> migrate(dataSource, Optional.of(folder), check));
    }

    private static void requireLayout(FluentConfiguration configuration) {
        try {
            MigrationLayout.require(configuration.load());
        } catch (FlywayException e) {
            throw translate(e, "the migrations");
        }
    }

    private static List<String> run(FluentConfiguration configuration, RevisionCallback callback) {
        try {
            return configuration.callbacks(callback).load().migrate().migrations.stream()
                    .map(m -> Path.of(m.filepath).getFileName().toString()).toList();
        } catch (FlywayException e) {
            throw translate(e, callback.file());
        }
    }

    /** Flyway's own messages quote the statement, which may hold what must not be shown; ours name file, line, row and rule. */
    private static RuntimeException translate(FlywayException e, String file) {
        int line = 0;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof RevisionRefusedException refused) {
                return new MigrationRefusedException(file, refused.reason(), refused);
            }
            if (t instanceof FlywaySqlScriptException script) {
                line = script.getLineNumber();
            }
            if (t instanceof SQLException sql) {
                RuntimeException failure = SqlFailures.of(sql);
                return failure instanceof dev.maestro.registry.database.DatabaseUnavailableException
                        ? failure
                        : new MigrationRefusedException(
                                file + (line > 0 ? " line " + line : ""),
                                SqlFailures.sentence(sql) + " Nothing of the file was kept.", sql);
            }
        }
        return new MigrationRefusedException(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
}
