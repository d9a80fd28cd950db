package dev.maestro.registry.revisions;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.DatabaseUnavailableException;
import dev.maestro.registry.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The registry through time: any revision as an immutable snapshot, what differs, which one serves, and
 * the verdicts that decide it. Thread-safe.
 */
public final class RegistryStore {
    /** Running queries hold a few revisions between them; one snapshot of the seeds is about 100 KB. */
    private static final int KEPT_SNAPSHOTS = 32;

    private final Sql sql;
    private final RevisionCheck check;
    private final Map<Long, RegistrySnapshot> snapshots = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, RegistrySnapshot> eldest) {
            return size() > KEPT_SNAPSHOTS;
        }
    };

    /** @param check what a revision must pass before it serves */
    public RegistryStore(DataSource dataSource, RevisionCheck check) {
        this.sql = new Sql(dataSource);
        this.check = check.and(new WithdrawnRules(dataSource));
    }

    /**
     * The registry as it was at a revision; 0 is the empty registry before the first.
     *
     * @throws MaestroException {@code REVISION_UNKNOWN} when there is no such revision
     */
    public RegistrySnapshot at(long revision) {
        synchronized (snapshots) {
            RegistrySnapshot known = snapshots.get(revision);
            if (known != null) {
                return known;
            }
        }
        RegistrySnapshot loaded = sql.with(connection -> {
            requireKnown(revision, RevisionTables.newest(connection));
            return RevisionTables.load(connection, revision);
        });
        synchronized (snapshots) {
            RegistrySnapshot other = snapshots.putIfAbsent(revision, loaded);
            return other == null ? loaded : other;
        }
    }

    private static void requireKnown(long revision, long newest) {
        if (revision < 0 || revision > newest) {
            throw new MaestroException(RevisionErrors.REVISION_UNKNOWN,
                    "there is no registry revision " + revision + ". Revisions go from 1 to " + newest + ".");
        }
    }

    /** The revision that serves; 0 while none was ever accepted. */
    public long current() {
        return sql.with(RevisionTables::current);
    }

    /** The last committed revision, whether it serves or not; 0 when there is none. */
    public long newest() {
        return sql.with(RevisionTables::newest);
    }

    /** The newest revision that a file of ours made: what lies below lacks something that came with the program. 0 when there is none. */
    public long shipped() {
        return sql.list("""
                select coalesce(max(id), 0) from registry_revisions
                where author in (select 'migration ' || script from flyway_schema_history where version is not null)""",
                row -> row.getLong(1)).getFirst();
    }

    /** Newest first. */
    public List<Revision> revisions(int limit) {
        return sql.with(connection -> RevisionTables.revisions(connection, limit));
    }

    /** Rows added, removed and changed on the way from one revision to another, in either direction. */
    public RegistryDiff diff(long from, long to) {
        return sql.with(connection -> {
            long newest = RevisionTables.newest(connection);
            requireKnown(from, newest);
            requireKnown(to, newest);
            return RevisionTables.diff(connection, from, to);
        });
    }

    /**
     * Makes a new revision equal to an old one and lets it serve. When the registry equals it already,
     * nothing changes and the newest revision is returned.
     *
     * @throws RevisionRefusedException when the old revision does not pass today's checks
     */
    public long rollback(long to, String author) {
        return sql.inTransaction(connection -> rollback(connection, to, author));
    }

    /**
     * As {@link #rollback(long, String)}, unless another revision serves than expected.
     *
     * @param comment goes into the new revision's comment; may be empty
     * @throws MaestroException {@code REVISION_CHANGED} when somebody was quicker
     */
    public long rollback(long to, long expected, String author, String comment) {
        return sql.inTransaction(connection -> {
            // Whoever changes the registry holds this until the commit.
            Sql.run(connection, "select pg_advisory_xact_lock(5117, 1)");
            long current = RevisionTables.current(connection);
            if (current != expected) {
                throw new MaestroException(RevisionErrors.REVISION_CHANGED, "registry revision " + current + " serves, and " + expected
                        + " was expected: somebody was quicker. Look at what changed, and try again.", Map.of("current", current), null);
            }
            Sql.run(connection, "select set_config('maestro.rollback_comment', ?, true)", comment);
            return rollback(connection, to, author);
        });
    }

    private long rollback(Connection connection, long to, String author) throws SQLException {
        long before = RevisionTables.newest(connection);
        requireKnown(to, before);
        long made = Sql.list(connection, "select rollback_registry(?, ?)", row -> row.getLong(1), to, author).getFirst();
        Sql.run(connection, "set constraints all immediate");
        if (made > RevisionTables.current(connection)) {
            if (check(RevisionTables.load(connection, made)) instanceof Validation.Broken broken) {
                throw new RevisionRefusedException("rolling back to revision " + to + " was refused.", broken.problems());
            }
            RevisionTables.accept(connection, made);
        }
        return made;
    }

    /** What the registry would be with this expert or skill enabled; changes nothing. */
    public ChangeRehearsal rehearseEnabling(String name) {
        try {
            return sql.inTransaction(connection -> {
                long before = RevisionTables.newest(connection);
                enable(connection, name, "");
                throw new ChangeRehearsal.Done(ChangeRehearsal.of(connection, before, check));
            });
        } catch (ChangeRehearsal.Done done) {
            return done.rehearsal();
        }
    }

    /**
     * Enables an expert or skill in a revision of its own, which serves at once.
     *
     * @return the new revision; the one that serves when it was enabled already
     * @throws RevisionRefusedException when the registry would be broken with it; then nothing has changed
     */
    public long enable(String name, String author) {
        return sql.inTransaction(connection -> {
            long before = RevisionTables.newest(connection);
            enable(connection, name, author);
            Sql.run(connection, "set constraints all immediate");
            long made = RevisionTables.newest(connection);
            if (made > before) {
                if (check(RevisionTables.load(connection, made)) instanceof Validation.Broken broken) {
                    throw new RevisionRefusedException("enabling \"" + name + "\" was refused.", broken.problems());
                }
                RevisionTables.accept(connection, made);
            }
            return RevisionTables.current(connection);
        });
    }

    private static void enable(Connection connection, String name, String author) throws SQLException {
        Sql.run(connection, "select set_config('maestro.author', ?, true), set_config('maestro.comment', ?, true)", author,
                "admit " + name);
        Sql.run(connection, "update experts set enabled = true where name = ? and not enabled", name);
        Sql.run(connection, "update skills set enabled = true where name = ? and not enabled", name);
    }

    /** Checks a revision and records nothing. */
    public Validation validate(long revision) {
        return check(at(revision));
    }

    private Validation check(RegistrySnapshot snapshot) {
        List<Problem> problems;
        try {
            problems = check.check(snapshot);
        } catch (DatabaseUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            problems = List.of(new Problem("registry_revisions", Long.toString(snapshot.revision()), "a check failed: " + e));
        }
        return problems.isEmpty() ? new Validation.Sound(snapshot.revision()) : new Validation.Broken(snapshot.revision(), problems);
    }

    /** Lets a revision serve, checked or not, unless a newer one does. */
    public void accept(long revision) {
        sql.inTransaction(connection -> {
            requireKnown(revision, RevisionTables.newest(connection));
            RevisionTables.accept(connection, revision);
            return revision;
        });
    }

    /**
     * Records that rule sources of a revision failed while it served. No revision that holds them with the same text serves from now on;
     * the newest accepted one that does not takes the place. Running queries keep theirs.
     *
     * @param sources names of rows of {@code rule_sources}
     * @param reason  what happened, in one sentence
     * @return the revision that serves afterwards
     */
    public long withdrawRules(long revision, List<String> sources, String reason) {
        return sql.inTransaction(connection -> {
            Sql.run(connection, RevisionTables.LOCK_VERDICTS);
            requireKnown(revision, RevisionTables.newest(connection));
            return Sql.list(connection, "select withdraw_rules(?, ?, ?)", row -> row.getLong(1), revision,
                    connection.createArrayOf("text", sources.toArray()), reason).getFirst();
        });
    }

    /** Records that a revision must not serve. */
    public void reject(long revision, List<Problem> problems) {
        sql.inTransaction(connection -> {
            requireKnown(revision, RevisionTables.newest(connection));
            RevisionTables.reject(connection, revision, problems);
            return revision;
        });
    }

    /**
     * Looks at the revisions nobody has looked at, newest first: records what is wrong with broken ones
     * and lets the first sound one serve. One process at a time does it; the others wait and find it done.
     *
     * @return the revision that serves afterwards
     */
    public long settleProposed() {
        return sql.with(RevisionTables::proposed).isEmpty() ? current() : sql.inTransaction(connection -> {
            Sql.run(connection, RevisionTables.LOCK_VERDICTS);
            for (long revision : RevisionTables.proposed(connection)) {
                switch (check(RevisionTables.load(connection, revision))) {
                    case Validation.Broken broken -> RevisionTables.reject(connection, revision, broken.problems());
                    case Validation.Sound _ -> {
                        RevisionTables.accept(connection, revision);
                        return revision;
                    }
                }
            }
            return RevisionTables.current(connection);
        });
    }

    /** Checks the newest revision again, also when it was rejected before (by an older program, say), and records the verdict when it differs. */
    Validation settleNewest() {
        return sql.inTransaction(connection -> {
            Sql.run(connection, RevisionTables.LOCK_VERDICTS);
            long newest = RevisionTables.newest(connection);
            Validation validation = newest == 0 ? new Validation.Sound(0) : check(RevisionTables.load(connection, newest));
            boolean serves = newest == RevisionTables.current(connection);
            switch (validation) {
                case Validation.Sound _ when !serves -> RevisionTables.accept(connection, newest);
                case Validation.Broken broken when !serves -> RevisionTables.reject(connection, newest, broken.problems());
                case Validation.Sound _,Validation.Broken _ -> {}
            }
            return validation;
        });
    }
}
