package dev.maestro.registry.revisions;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a change of the registry would make of it. The change ran in a transaction that was rolled back:
 * nothing of it was ever seen by anybody else.
 *
 * @param base       the revision that served
 * @param newest     the last committed revision: when it is another one later, the rehearsal is out of date
 * @param candidate  the registry as it would be; its revision number is only foreseen
 * @param difference from {@code base} to the candidate
 * @param problems   what would keep it from serving; empty when it may
 */
public record ChangeRehearsal(long base, long newest, RegistrySnapshot candidate, RegistryDiff difference, List<Problem> problems) {
    public ChangeRehearsal {
        problems = List.copyOf(problems);
    }

    /** @param before the newest revision before the change began, on the connection that made it */
    static ChangeRehearsal of(Connection connection, long before, RevisionCheck check) throws SQLException {
        // What a foreign key has to say, it shall say now.
        Sql.run(connection, "set constraints all immediate");
        long base = RevisionTables.current(connection);
        long made = RevisionTables.newest(connection);
        RegistrySnapshot candidate = RevisionTables.load(connection, made);
        return new ChangeRehearsal(base, before, candidate, RevisionTables.diff(connection, base, made), check.check(candidate));
    }

    /** Carries a rehearsal out of the transaction that it rolls back. */
    static final class Done extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ChangeRehearsal rehearsal;

        Done(ChangeRehearsal rehearsal) {
            super("rehearsed", null, false, false);
            this.rehearsal = rehearsal;
        }

        ChangeRehearsal rehearsal() {
            return rehearsal;
        }
    }
}
