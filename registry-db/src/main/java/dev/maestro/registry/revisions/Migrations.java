package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.SqlFailures;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/** Brings the schema and the registry up to date: our migrations first, then the operator's folder. */
public final class Migrations {
    /** Where Flyway notes which of the operator's files ran. */
    static final String OPERATOR_TABLE = "operator_schema_history";
    /** Begins what is noted of where a file ran from. */
    static final String FROM = "from ";
    /** Longest text that Flyway's table holds there. */
    private static final int LONGEST_FROM = 100;

    private static final String TOO_LONG = ". A statement of a file may take 110 seconds, or less where the database or the file sets statement_timeout: split it.";

    private Migrations() {}

    /**
     * @param ours      files of ours that ran now
     * @param operators files of the operator's folder that ran now
     * @param newest    newest revision there is
     * @param current   the revision that serves; smaller than {@code newest} when that one was rejected
     * @param problems  what is wrong with {@code newest}; empty when it is sound
     * @param notes     what an operator should know and nothing is wrong with: files that ran earlier and are not in the
     *                  folder, files in the folder that are no migrations
     */
    public record Result(List<String> ours, List<String> operators, long newest, long current, List<Problem> problems,
            List<String> notes) {
        public Result {
            notes = List.copyOf(notes);
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
        List<String> notes = new ArrayList<>();
        if (operatorFolder.isPresent()) {
            OperatorFolder folder = OperatorFolder.read(operatorFolder.get());
            folder.others().forEach(name -> notes.add(name + " was not run: its name does not end in .sql."));
            folder.requireFiles();
            if (!folder.migrations().isEmpty()) {
                FluentConfiguration flyway = operators(dataSource, folder);
                folder.requireTexts(pending(flyway, notes));
                operators = run(flyway, new RevisionCallback(Optional.of(check.and(new WithdrawnRules(dataSource)))));
                validation = operators.isEmpty() ? validation : store.settleNewest();
            }
        }
        List<Problem> problems = switch (validation) {
            case Validation.Sound _ -> List.of();
            case Validation.Broken broken -> broken.problems();
        };
        return new Result(ours, operators, store.newest(), store.current(), problems, notes);
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

    private static FluentConfiguration operators(DataSource dataSource, OperatorFolder folder) {
        String from = FROM + folder.folder().toAbsolutePath().normalize();
        return flyway(dataSource)
                .table(OPERATOR_TABLE)
                .locations("filesystem:" + folder.folder().toAbsolutePath())
                .sqlMigrationSuffixes(folder.suffixes())
                .installedBy(from.length() <= LONGEST_FROM
                        ? from
                        : FROM + "…" + from.substring(from.length() - LONGEST_FROM + FROM.length() + 1))
                // OperatorHistory judges, in words
                .validateOnMigrate(false)
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
    public static ChangeRehearsal rehearse(DataSource dataSource, Path folder, Path file, RevisionCheck check) {
        OperatorFile operatorFile = new OperatorFile(file);
        operatorFile.requireOneTransaction();
        return operatorFile.amongThoseOf(folder, trial -> {
            OperatorFolder all = OperatorFolder.read(trial);
            all.requireFiles();
            FluentConfiguration flyway = operators(dataSource, all);
            operatorFile.requireNext(pending(flyway, new ArrayList<>()));
            RevisionCallback callback = RevisionCallback.rehearsing(check);
            try {
                flyway.callbacks(callback).load().migrate();
                throw new IllegalStateException("the rehearsal of " + file.getFileName() + " ran nothing");
            } catch (FlywayException e) {
                for (Throwable t = e; t != null; t = t.getCause()) {
                    if (t instanceof ChangeRehearsal.Done done) {
                        return done.rehearsal();
                    }
                }
                throw translate(e, operatorFile.name());
            }
        });
    }

    private static List<String> pending(FluentConfiguration flyway, List<String> notes) {
        try {
            MigrationInfoService info = flyway.load().info();
            notes.addAll(OperatorHistory.notes(info.all()));
            return Stream.of(info.pending()).map(each -> Path.of(each.getScript()).getFileName().toString()).toList();
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
            if (t instanceof MigrationRefusedException refused) {
                return refused;
            }
            if (t instanceof RevisionRefusedException refused) {
                return new MigrationRefusedException(file, refused.reason(), refused);
            }
            if (t instanceof FlywaySqlScriptException script) {
                line = script.getLineNumber();
            }
            if (t instanceof SQLException sql) {
                return SqlFailures.isOfTheDatabase(sql)
                        ? SqlFailures.of(sql)
                        : new MigrationRefusedException(file + (line > 0 ? " line " + line : ""),
                                SqlFailures.sentence(sql) + (SqlFailures.tookTooLong(sql) ? TOO_LONG : "")
                                        + " Nothing of the file was kept.",
                                sql);
            }
        }
        return new MigrationRefusedException(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
}
