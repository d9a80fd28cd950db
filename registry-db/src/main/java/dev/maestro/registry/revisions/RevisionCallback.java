package dev.maestro.registry.revisions;

import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Works inside each migration's transaction: names the file as author of the revision it makes, and
 * lets it commit only when that revision may serve. Not thread-safe: one per run.
 */
final class RevisionCallback extends BaseCallback {
    /** A statement that takes too long is ended by the server, which then says so; a connection that gave up would look like a lost database. */
    private static final String BEFORE_THE_CONNECTION_GIVES_UP = """
            select set_config('statement_timeout', '110s', true)
            where (select setting::bigint from pg_settings where name = 'statement_timeout') not between 1 and 110000""";

    private final Optional<RevisionCheck> check;
    private final boolean rehearsal;
    private final TransactionGuard guard = new TransactionGuard();
    private String file = "the migrations";
    private long before;

    /** @param check empty: the revision is judged after the last file */
    RevisionCallback(Optional<RevisionCheck> check) {
        this(check, false);
    }

    private RevisionCallback(Optional<RevisionCheck> check, boolean rehearsal) {
        this.check = check;
        this.rehearsal = rehearsal;
    }

    /** Lets nothing commit: the first file's end throws {@link ChangeRehearsal.Done}. */
    static RevisionCallback rehearsing(RevisionCheck check) {
        return new RevisionCallback(Optional.of(check), true);
    }

    /** The file under way, or the last one. */
    String file() {
        return file;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            if (event == Event.BEFORE_EACH_MIGRATE) {
                before(context);
            } else {
                after(context.getConnection());
            }
        } catch (SQLException e) {
            throw new org.flywaydb.core.api.FlywayException(file, e);
        }
    }

    private void before(Context context) throws SQLException {
        file = context.getMigrationInfo().getScript();
        Connection connection = context.getConnection();
        if (check.isPresent()) {
            if (connection.getAutoCommit()) {
                throw new MigrationRefusedException(file,
                        "a file beside it says that it does not run in a transaction. Every file is one transaction: remove " + file
                                + ".conf.",
                        null);
            }
            guard.arm(connection);
            Sql.run(connection, BEFORE_THE_CONNECTION_GIVES_UP);
        }
        Sql.run(connection, "select set_config('maestro.author', ?, true), set_config('maestro.comment', ?, true)",
                "migration " + file, context.getMigrationInfo().getDescription());
        if (check.isPresent()) {
            before = RevisionTables.newest(connection);
        }
    }

    private void after(Connection connection) throws SQLException {
        if (check.isPresent() && !guard.release(connection)) {
            throw new MigrationRefusedException(file,
                    "the file has ended its transaction, so that parts of it may have been kept. Look at maestro registry revisions.",
                    null);
        }
        if (rehearsal) {
            throw new ChangeRehearsal.Done(ChangeRehearsal.of(connection, before, check.orElseThrow()));
        }
        // What a foreign key has to say, it shall say while the file is still known.
        Sql.run(connection, "set constraints all immediate");
        long made = check.isPresent() ? RevisionTables.newest(connection) : before;
        if (made > before) {
            List<Problem> problems = check.get().check(RevisionTables.load(connection, made));
            if (!problems.isEmpty()) {
                throw new RevisionRefusedException("the registry would be broken after this file.", problems);
            }
            RevisionTables.accept(connection, made);
        }
    }
}
